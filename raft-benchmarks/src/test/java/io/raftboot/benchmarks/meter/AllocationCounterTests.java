package io.raftboot.benchmarks.meter;

import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AllocationCounterTests {

	private static final int BLOCK_BYTES = 1 << 16;

	private static final int BLOCKS = 64;

	static volatile byte[] kept = new byte[0];

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsThreadsThatHaveEnded(boolean asTheJvmDoes) throws Exception {
		AllocationCounter counter = asTheJvmDoes ? new AllocationCounter() : new AllocationCounter(false);
		CountDownLatch allocated = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(1);
		long before = counter.total();
		Thread thread = new Thread(() -> {
			for (int i = 0; i < BLOCKS; i++) {
				kept = new byte[BLOCK_BYTES];
			}
			allocated.countDown();
			await(asked);
		});
		thread.start();
		allocated.await();
		counter.total();
		asked.countDown();
		thread.join();
		assertThat(counter.total() - before).isBetween((long) BLOCKS * BLOCK_BYTES, 8L * BLOCKS * BLOCK_BYTES);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
