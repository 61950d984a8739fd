package io.raftboot.actuate;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.Membership;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftStatus;

/**
 * Judges whether a node is healthy. Speaks of that node only, not of the cluster. For any
 * thread.
 * <p>
 * Whether it has caught up is decided once: when what was committed at the moment a
 * leader was first seen is applied. A busy leader cannot move that target.
 */
public final class RaftHealthReasons {

	private static final long UNKNOWN = -1L;

	private long catchUpIndex = UNKNOWN;

	private boolean caughtUp;

	/**
	 * Why the node is not healthy.
	 * @param status what the node knows of itself
	 * @return the reasons, the gravest first; none for a healthy node
	 */
	public List<HealthReason> of(RaftStatus status) {
		if (status.state() == NodeState.FAILED) {
			return List.of(HealthReason.NODE_FAILED);
		}
		if (status.state() == NodeState.STOPPED) {
			return List.of(HealthReason.NODE_STOPPED);
		}
		List<HealthReason> reasons = new ArrayList<>();
		if (has(status, Divergence.Verdict.MINORITY)) {
			reasons.add(HealthReason.STATE_DIFFERS);
		}
		if (has(status, Divergence.Verdict.TIE)) {
			reasons.add(HealthReason.DIVERGED);
		}
		if (status.leader() == null) {
			reasons.add(HealthReason.NO_LEADER);
		}
		else if (!status.quorum()) {
			reasons.add(HealthReason.NO_QUORUM);
		}
		Membership membership = status.membership();
		boolean named = membership.members().isEmpty() || membership.member(status.nodeId()) != null;
		if (status.removed() || !named) {
			reasons.add(HealthReason.NOT_IN_CONFIGURATION);
		}
		if (!isCaughtUp(status)) {
			reasons.add(HealthReason.CATCHING_UP);
		}
		return List.copyOf(reasons);
	}

	private static boolean has(RaftStatus status, Divergence.Verdict verdict) {
		return status.divergences().stream().anyMatch((known) -> known.verdict(status.nodeId()) == verdict);
	}

	private synchronized boolean isCaughtUp(RaftStatus status) {
		if (!this.caughtUp) {
			// Entry 1 is the configuration: nothing committed means nothing learned yet
			if (this.catchUpIndex == UNKNOWN && status.leader() != null && status.commitIndex() > 0) {
				this.catchUpIndex = status.commitIndex();
			}
			this.caughtUp = this.catchUpIndex != UNKNOWN && status.appliedIndex() >= this.catchUpIndex;
		}
		return this.caughtUp;
	}

}
