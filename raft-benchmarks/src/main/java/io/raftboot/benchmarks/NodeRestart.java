package io.raftboot.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.cluster.AppliedState;
import io.raftboot.benchmarks.cluster.Leadership;
import io.raftboot.benchmarks.cluster.NodeView;
import io.raftboot.benchmarks.cluster.RaftBootCluster;
import org.jspecify.annotations.Nullable;

/**
 * A follower that was closed and started again on its log.
 *
 * @param entries in its log
 * @param logBytes of its files
 * @param startNanos until its start returned
 * @param appliedNanos from the start on, until it had applied all that was committed
 * @param wrong why the numbers are void, null if they are not
 */
record NodeRestart(long entries, long logBytes, long startNanos, long appliedNanos, @Nullable String wrong) {

	private static final Duration TIMEOUT = Duration.ofMinutes(10);

	/** Restarts a follower of a cluster where nothing is outstanding. */
	static NodeRestart measure(RaftBootCluster cluster) throws Exception {
		int leader = Leadership.await(cluster, LoadRun.LEADER_TIMEOUT);
		int node = (leader + 1) % cluster.nodes();
		// Counted, since the status tells the commit index a little late
		AppliedState applied = cluster.applied(leader);
		long entries = LogFill.entries(cluster.running(node));
		long logBytes = DataDirectory.bytes(cluster.directory(node));
		cluster.stopNode(node);
		long began = System.nanoTime();
		cluster.startNode(node);
		long startNanos = System.nanoTime() - began;
		while (cluster.applied(node).count() < applied.count()) {
			if (System.nanoTime() - began > TIMEOUT.toNanos()) {
				return new NodeRestart(entries, logBytes, startNanos, TIMEOUT.toNanos(), "it did not come back");
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		long appliedNanos = System.nanoTime() - began;
		return new NodeRestart(entries, logBytes, startNanos, appliedNanos,
				wrong(cluster.applied(node), applied, cluster.running(node)));
	}

	private static @Nullable String wrong(AppliedState found, AppliedState expected, NodeView view) {
		if (view.firstIndex() > 1 || view.snapshotIndex() > 0) {
			return "there is a snapshot at " + view.snapshotIndex();
		}
		return found.equals(expected) ? null : "it has applied " + found + " instead of " + expected;
	}

}
