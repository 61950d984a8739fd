package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class DutyThreadTests {

	private final AtomicInteger waiting = new AtomicInteger();

	private final CountDownLatch looked = new CountDownLatch(1);

	private final CountDownLatch told = new CountDownLatch(1);

	/** Looks once, and says only when the test lets it that there was nothing. */
	private int lookAndTarry() {
		if (this.waiting.getAndUpdate((count) -> Math.max(0, count - 1)) > 0) {
			return 1;
		}
		this.looked.countDown();
		try {
			this.told.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return 0;
	}

	@Test
	void whatComesRightBeforeTheEndIsDone() throws InterruptedException {
		DutyThread thread = new DutyThread("duty", this::lookAndTarry, (ex) -> {
		});
		thread.start();
		this.looked.await();
		this.waiting.incrementAndGet();
		thread.wakeUp();
		Thread closer = new Thread(() -> thread.close(Duration.ofSeconds(10)));
		closer.start();
		await("the end to be told", () -> closer.getState() == Thread.State.TIMED_WAITING);
		this.told.countDown();
		closer.join();
		assertThat(this.waiting).hasValue(0);
	}

}
