package io.raftboot.actuate;

import java.time.Duration;
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
 * Whether it has caught up is decided once: when what was committed as it first heard of
 * it from a leader is applied ({@link RaftStatus#isCaughtUp}). A busy leader cannot move
 * that target.
 */
public final class RaftHealthReasons {

	private final LagWatch lagWatch;

	/** A judge that does not mind how far a node is behind once it has caught up. */
	public RaftHealthReasons() {
		this(0L, Duration.ZERO);
	}

	/**
	 * A judge.
	 * @param lagMax how many committed entries may wait for being applied, 0 for any
	 * number
	 * @param lagDuration for how long there may be more
	 */
	public RaftHealthReasons(long lagMax, Duration lagDuration) {
		this(new LagWatch(lagMax, lagDuration, System::nanoTime));
	}

	RaftHealthReasons(LagWatch lagWatch) {
		this.lagWatch = lagWatch;
	}

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
		if (!status.isCaughtUp()) {
			reasons.add(HealthReason.CATCHING_UP);
		}
		else if (this.lagWatch.isFarBehind(status)) {
			reasons.add(HealthReason.APPLY_STALLED);
		}
		return List.copyOf(reasons);
	}

	private static boolean has(RaftStatus status, Divergence.Verdict verdict) {
		return status.divergences().stream().anyMatch((known) -> known.verdict(status.nodeId()) == verdict);
	}

}
