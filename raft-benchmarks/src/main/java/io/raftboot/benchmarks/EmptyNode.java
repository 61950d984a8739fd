package io.raftboot.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.cluster.AppliedState;
import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Leadership;
import io.raftboot.benchmarks.load.ClosedLoop;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.load.MeasuredPart;
import org.jspecify.annotations.Nullable;

/**
 * A voter that was started for the first time when the others had a log, and nothing was
 * outstanding.
 *
 * @param entries what it had to catch up with
 * @param nanos from its start on, until it had applied all
 * @param wrong why the numbers are void, null if they are not
 */
record EmptyNode(long entries, long nanos, @Nullable String wrong) {

	private static final int OUTSTANDING = 256;

	private static final Duration PIECE = Duration.ofMillis(250);

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	/**
	 * Starts a cluster without its last node, writes to it, and starts that node.
	 * @param cluster not started yet
	 */
	static EmptyNode measure(ClusterUnderTest cluster, ClusterSettings settings, long entries, int payloadBytes)
			throws Exception {
		int empty = settings.nodes() - 1;
		cluster.startWithoutLast(settings);
		int leader = Leadership.await(cluster, LoadRun.LEADER_TIMEOUT);
		while (cluster.applied(leader).count() < entries) {
			LoadResult load = new ClosedLoop((command, completion) -> cluster.propose(leader, command, completion),
					OUTSTANDING, payloadBytes)
				.run(Duration.ZERO, PIECE, MeasuredPart.UNOBSERVED);
			if (!load.isClean()) {
				return new EmptyNode(entries, 0L, "while the log was filled: failed " + load.failures() + ", "
						+ load.unfinished() + " operations never ended");
			}
		}
		AppliedState expected = cluster.applied(leader);
		long began = System.nanoTime();
		cluster.startNode(empty);
		while (cluster.applied(empty).count() < expected.count()) {
			if (System.nanoTime() - began > TIMEOUT.toNanos()) {
				return new EmptyNode(entries, 0L, "after " + TIMEOUT.toSeconds() + " s it has applied "
						+ cluster.applied(empty).count() + " of " + expected.count());
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		long nanos = System.nanoTime() - began;
		AppliedState found = cluster.applied(empty);
		return new EmptyNode(expected.count(), nanos,
				found.equals(expected) ? null : "it has applied " + found + " instead of " + expected);
	}

	double entriesPerSecond() {
		return (this.nanos > 0) ? this.entries * 1e9 / this.nanos : 0.0;
	}

}
