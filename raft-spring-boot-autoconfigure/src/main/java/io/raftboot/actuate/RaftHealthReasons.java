package io.raftboot.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

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

	private final DiskWatch diskWatch;

	/** A judge that knows no limits. */
	public RaftHealthReasons() {
		this(RaftHealthLimits.NONE, OptionalLong::empty);
	}

	/**
	 * A judge.
	 * @param limits what the node has to keep within
	 * @param freeBytes what the disk of its data directory has left, asked each time;
	 * none where it is not known
	 */
	public RaftHealthReasons(RaftHealthLimits limits, Supplier<OptionalLong> freeBytes) {
		this(new LagWatch(limits.lagMax(), limits.lagDuration(), System::nanoTime), new DiskWatch(limits, freeBytes));
	}

	RaftHealthReasons(LagWatch lagWatch, DiskWatch diskWatch) {
		this.lagWatch = lagWatch;
		this.diskWatch = diskWatch;
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
		if (this.diskWatch.isLow(status)) {
			reasons.add(HealthReason.DISK_LOW);
		}
		if (this.diskWatch.isSlow(status)) {
			reasons.add(HealthReason.FSYNC_SLOW);
		}
		return List.copyOf(reasons);
	}

	private static boolean has(RaftStatus status, Divergence.Verdict verdict) {
		return status.divergences().stream().anyMatch((known) -> known.verdict(status.nodeId()) == verdict);
	}

}
