package io.raftboot.benchmarks.meter;

import org.HdrHistogram.Histogram;

/**
 * A latency distribution, in nanoseconds.
 *
 * @param count how many were recorded
 * @param p50 median
 * @param p99 99th percentile
 * @param p999 99.9th percentile
 * @param max largest
 */
public record Latencies(long count, long p50, long p99, long p999, long max) {

	/** Longer latencies are recorded as this long. */
	private static final long HIGHEST_NANOS = 120_000_000_000L;

	/** A histogram for {@link #record}: 3 significant digits up to two minutes. */
	public static Histogram histogram() {
		return new Histogram(1L, HIGHEST_NANOS, 3);
	}

	/** Records without ever failing. */
	public static void record(Histogram histogram, long nanos) {
		histogram.recordValue(Math.min(Math.max(nanos, 0L), HIGHEST_NANOS));
	}

	public static Latencies of(Histogram histogram) {
		return new Latencies(histogram.getTotalCount(), histogram.getValueAtPercentile(50.0),
				histogram.getValueAtPercentile(99.0), histogram.getValueAtPercentile(99.9), histogram.getMaxValue());
	}

}
