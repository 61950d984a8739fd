package io.raftboot.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.cluster.AppliedState;
import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the client was promised with what the state machines hold. A row whose
 * run fails this is void.
 */
public final class Verification {

	private final AppliedState[] before;

	private final ClusterUnderTest cluster;

	/** Notes what is applied before the load starts, when nothing is outstanding. */
	public Verification(ClusterUnderTest cluster) {
		this.cluster = cluster;
		this.before = states();
	}

	/**
	 * Waits until all nodes have applied what was acknowledged, and compares.
	 * @return what is wrong, null when all is well
	 */
	public @Nullable String verify(LoadResult load, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		@Nullable String wrong = compare(load);
		while (wrong != null && System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			wrong = compare(load);
		}
		if (wrong == null && load.unfinished() > 0) {
			return load.unfinished() + " operations never ended";
		}
		return wrong;
	}

	private @Nullable String compare(LoadResult load) {
		AppliedState[] states = states();
		for (int node = 0; node < states.length; node++) {
			long applied = states[node].count() - this.before[node].count();
			// What failed may have been applied all the same
			if (load.isClean() ? applied != load.acknowledged() : applied < load.acknowledged()) {
				return "node " + node + " has applied " + applied + " of " + load.acknowledged()
						+ " acknowledged operations";
			}
			long idSum = states[node].idSum() - this.before[node].idSum();
			if (load.isClean() && idSum != load.acknowledgedIdSum()) {
				return "node " + node + " has applied other operations than were acknowledged";
			}
			if (!states[node].equals(states[0])) {
				return "node " + node + " differs from node 0: " + states[node] + ", " + states[0];
			}
		}
		return null;
	}

	private AppliedState[] states() {
		AppliedState[] states = new AppliedState[this.cluster.nodes()];
		for (int node = 0; node < states.length; node++) {
			states[node] = this.cluster.applied(node);
		}
		return states;
	}

}
