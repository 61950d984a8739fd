package io.raftboot.core.transport.tcp;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TcpLoopTests {

	private final TcpLoop loop = new TcpLoop();

	@BeforeEach
	void own() {
		this.loop.own();
	}

	@AfterEach
	void close() {
		this.loop.close();
		this.loop.wakeUp();
	}

	@Test
	void sleepsAsLongAsItMayAndNotMuchLonger() {
		this.loop.runReady();
		long start = System.nanoTime();
		this.loop.sleep(30_000_000L);
		assertThat(System.nanoTime() - start).isBetween(30_000_000L, 1_000_000_000L);
	}

	@Test
	void sleepsFractionsOfAMillisecondToo() {
		this.loop.runReady();
		long start = System.nanoTime();
		this.loop.sleep(200_000L);
		assertThat(System.nanoTime() - start).isGreaterThan(200_000L);
	}

	@Test
	void neverMissesAWakeUp() throws InterruptedException {
		int rounds = 20_000;
		AtomicInteger produced = new AtomicInteger();
		AtomicInteger consumed = new AtomicInteger();
		Thread producer = new Thread(() -> {
			Random random = new Random(5);
			for (int i = 1; i <= rounds; i++) {
				for (int pause = random.nextInt(300); pause > 0; pause--) {
					Thread.onSpinWait();
				}
				produced.set(i);
				this.loop.wakeUp();
				while (consumed.get() < i && !Thread.currentThread().isInterrupted()) {
					Thread.onSpinWait();
				}
			}
		});
		producer.start();
		long start = System.nanoTime();
		while (consumed.get() < rounds) {
			this.loop.runReady();
			int seen = produced.get();
			if (seen > consumed.get()) {
				consumed.set(seen);
			}
			else {
				long before = System.nanoTime();
				this.loop.sleep(5_000_000_000L);
				if (System.nanoTime() - before > 4_000_000_000L) {
					producer.interrupt();
					throw new AssertionError("Slept through wake-up " + produced.get());
				}
			}
		}
		producer.join();
		assertThat(System.nanoTime() - start).isLessThan(60_000_000_000L);
	}

	@Test
	void aWakeUpEndsOneSleepOnly() {
		this.loop.runReady();
		this.loop.wakeUp();
		long start = System.nanoTime();
		this.loop.sleep(10_000_000_000L);
		assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
		start = System.nanoTime();
		this.loop.sleep(20_000_000L);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000L);
	}

	@Test
	void aSleeperThatWasWokenSleepsWellTheNextTime() throws InterruptedException {
		this.loop.runReady();
		Thread waker = new Thread(() -> {
			long until = System.nanoTime() + 20_000_000L;
			while (System.nanoTime() < until) {
				Thread.onSpinWait();
			}
			this.loop.wakeUp();
		});
		waker.start();
		this.loop.sleep(10_000_000_000L);
		waker.join();
		this.loop.runReady();
		long start = System.nanoTime();
		this.loop.sleep(20_000_000L);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000L);
	}

}
