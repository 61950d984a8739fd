package io.raftboot.benchmarks.limits;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.meter.Latencies;
import org.HdrHistogram.Histogram;

/**
 * From one thread to another that is parked: half of there and back.
 */
final class HandOffProbe {

	private static final int WARMUP_ROUNDS = 5_000;

	/** Whose turn it is: 0 or 1; 2 when all is over. */
	private final AtomicInteger turn = new AtomicInteger();

	Latencies measure(Duration duration) throws Exception {
		Thread caller = Thread.currentThread();
		Thread other = new Thread(() -> answer(caller), "hand-off");
		other.setDaemon(true);
		other.start();
		Histogram histogram = Latencies.histogram();
		for (int i = 0; i < WARMUP_ROUNDS; i++) {
			thereAndBack(other);
		}
		long begin = System.nanoTime();
		long before = begin;
		while (before - begin < duration.toNanos()) {
			thereAndBack(other);
			long now = System.nanoTime();
			Latencies.record(histogram, (now - before) / 2);
			before = now;
		}
		this.turn.set(2);
		LockSupport.unpark(other);
		other.join();
		return Latencies.of(histogram);
	}

	private void thereAndBack(Thread other) {
		this.turn.set(1);
		LockSupport.unpark(other);
		while (this.turn.get() == 1) {
			LockSupport.park(this);
		}
	}

	private void answer(Thread caller) {
		while (this.turn.get() != 2) {
			if (this.turn.compareAndSet(1, 0)) {
				LockSupport.unpark(caller);
			}
			else {
				LockSupport.park(this);
			}
		}
	}

}
