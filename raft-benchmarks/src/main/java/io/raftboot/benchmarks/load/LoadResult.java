package io.raftboot.benchmarks.load;

import java.util.Map;

import io.raftboot.benchmarks.meter.Latencies;

/**
 * What a {@link ClosedLoop} saw. Completed and latencies are of the measured window, the
 * rest is of the whole run, warm-up and draining included.
 *
 * @param windowNanos length of the measured window
 * @param completed operations acknowledged in the window
 * @param latencies from the call to the engine to its completion, of these
 * @param acknowledged operations acknowledged
 * @param acknowledgedIdSum sum of the scattered ids of these
 * @param failures failed operations by the type of their exception
 * @param unfinished operations that never ended
 */
public record LoadResult(long windowNanos, long completed, Latencies latencies, long acknowledged,
		long acknowledgedIdSum, Map<String, Long> failures, long unfinished) {

	public LoadResult {
		failures = Map.copyOf(failures);
	}

	public double operationsPerSecond() {
		return this.completed * 1e9 / this.windowNanos;
	}

	/** Whether each operation was acknowledged. */
	public boolean isClean() {
		return this.failures.isEmpty() && this.unfinished == 0;
	}

}
