package io.raftboot.actuate;

import java.time.Duration;
import java.util.stream.LongStream;

import io.micrometer.core.instrument.Timer;

/**
 * Timers with the buckets of a histogram, from which percentiles can be told over all
 * nodes; few, because each is a time series.
 */
final class Buckets {

	private static final Duration[] CALLS = ofMicros(1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000,
			500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000);

	private static final Duration[] DISKS_AND_NETWORKS = ofMicros(100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000,
			50_000, 100_000, 200_000, 500_000, 1_000_000);

	private Buckets() {
	}

	/** For what callers wait for: 1 ms to the longest life of a call. */
	static Timer.Builder ofCalls(String name) {
		return Timer.builder(name).serviceLevelObjectives(CALLS);
	}

	/** For a force, a batch or a message: 0.1 ms to longer than an election timeout. */
	static Timer.Builder ofDisksAndNetworks(String name) {
		return Timer.builder(name).serviceLevelObjectives(DISKS_AND_NETWORKS);
	}

	private static Duration[] ofMicros(long... micros) {
		return LongStream.of(micros).mapToObj((value) -> Duration.ofNanos(1_000L * value)).toArray(Duration[]::new);
	}

}
