package io.raftboot.benchmarks.limits;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

import io.raftboot.benchmarks.meter.Latencies;
import org.HdrHistogram.Histogram;

/**
 * Three threads force a block each at the same time; what counts is when the second is
 * done, from when the first began: the disk's part of a write that a majority of three
 * must hold.
 */
final class SecondOfThreeProbe {

	private static final int THREADS = 3;

	private final Path directory;

	private final long[] begun = new long[THREADS];

	private final long[] done = new long[THREADS];

	private final Histogram histogram = Latencies.histogram();

	private long deadlineNanos;

	private volatile boolean ended;

	SecondOfThreeProbe(Path directory) {
		this.directory = directory;
	}

	Latencies measure(Duration duration) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(THREADS, this::evaluate);
		this.deadlineNanos = System.nanoTime() + duration.toNanos();
		try (Workers workers = new Workers()) {
			for (int i = 0; i < THREADS; i++) {
				int own = i;
				workers.start("quorum-force-" + i, () -> overwrite(own, barrier));
			}
			workers.join();
		}
		return Latencies.of(this.histogram);
	}

	private void overwrite(int own, CyclicBarrier barrier) throws Exception {
		try (ForcedFile file = new ForcedFile(this.directory.resolve("quorum-" + own))) {
			while (!this.ended) {
				barrier.await();
				this.begun[own] = System.nanoTime();
				if (!this.ended) {
					file.overwrite();
				}
				this.done[own] = System.nanoTime();
			}
		}
		catch (BrokenBarrierException ex) {
			throw new IllegalStateException("Another thread failed", ex);
		}
	}

	/** Runs in the last thread to arrive, while the others wait. */
	private void evaluate() {
		if (this.begun[0] != 0) {
			long first = Math.min(this.begun[0], Math.min(this.begun[1], this.begun[2]));
			long[] sorted = this.done.clone();
			Arrays.sort(sorted);
			Latencies.record(this.histogram, sorted[1] - first);
		}
		this.ended = System.nanoTime() - this.deadlineNanos >= 0;
	}

}
