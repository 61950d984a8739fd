package io.raftboot.benchmarks;

import java.nio.file.Path;
import java.time.Duration;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.InstantCluster;
import io.raftboot.benchmarks.load.ClosedLoop;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.report.Format;

/**
 * What the harness itself uses per operation: driver, state machines and one hand-over to
 * another thread and back, without an engine.
 *
 * @param bytesPerOperation heap bytes; taken off what is reported for an engine
 * @param cpuMicrosPerOperation CPU time; reported, not taken off
 */
record HarnessCost(double bytesPerOperation, double cpuMicrosPerOperation) {

	private static final int OUTSTANDING = 16;

	private static final int PAYLOAD_BYTES = 256;

	static HarnessCost measure(Duration warmup, Duration measured) throws Exception {
		try (InstantCluster cluster = new InstantCluster(); MeteredPart metered = new MeteredPart(null)) {
			cluster.start(ClusterSettings.of(Path.of("."), 3));
			LoadResult load = new ClosedLoop((command, completion) -> cluster.propose(0, command, completion),
					OUTSTANDING, PAYLOAD_BYTES)
				.run(warmup, measured, metered);
			return new HarnessCost(metered.usage().bytesPerOperation(load.completed()),
					metered.usage().cpuMicrosPerOperation(load.completed()));
		}
	}

	String describe() {
		return "The harness alone: " + Format.decimal(this.bytesPerOperation) + " B/op (taken off), "
				+ Format.ratio(this.cpuMicrosPerOperation) + " CPU µs/op (not taken off).";
	}

}
