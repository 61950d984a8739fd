package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.MembershipChangeException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A leader's part in changes of the configuration (thesis 4): what may begin now, what
 * follows a commit, and who is promoted.
 */
final class MembershipChanges {

	private final RaftContext context;

	private final Replication replication;

	private final List<Promotion> promotions = new ArrayList<>();

	MembershipChanges(RaftContext context, Replication replication) {
		this.context = context;
		this.replication = replication;
	}

	/**
	 * The configuration to append for this change, null if there is nothing to do.
	 * @param commitKnown whether an entry of the own term is committed: before that,
	 * another leader's unfinished change could still come back (the bug of 2015)
	 * @throws MembershipChangeException if it may not begin
	 */
	@Nullable Membership begin(Membership target, long expectedIndex, boolean commitKnown) {
		MembershipTracker current = this.context.membership;
		if (expectedIndex >= 0 && expectedIndex != current.index()) {
			throw new MembershipChangeException(Reason.OUTDATED,
					"The configuration in effect is that of entry " + current.index() + ", not " + expectedIndex);
		}
		if (!commitKnown) {
			throw new MembershipChangeException(Reason.NOT_READY,
					"The leader is new and has committed nothing of its term yet");
		}
		if (isUnderWay()) {
			throw new MembershipChangeException(Reason.IN_PROGRESS,
					"The change of entry " + current.index() + " is not finished");
		}
		MembershipRules.check(current.membership(), target);
		Membership renewed = MembershipRules.withKnownDisks(current.membership(), target);
		return renewed.equals(current.membership()) ? null : MembershipRules.next(current.membership(), renewed);
	}

	/** One change at a time, and a joint one ends first. */
	boolean isUnderWay() {
		MembershipTracker current = this.context.membership;
		return current.membership().isJoint() || current.index() > this.context.log.commitIndex();
	}

	/** What must be appended now that the configuration in effect may be committed. */
	@Nullable Membership afterCommit() {
		MembershipTracker current = this.context.membership;
		boolean committed = current.index() <= this.context.log.commitIndex();
		return (committed && current.membership().isJoint()) ? MembershipRules.leave(current.membership()) : null;
	}

	/** The configuration that makes a joining node a voter, null while none is ready. */
	@Nullable Membership promotion(long nowNanos) {
		for (Promotion promotion : this.promotions) {
			promotion.observe(this.context.log.lastIndex(), nowNanos);
			if (promotion.isReady(nowNanos)) {
				return MembershipRules.promote(this.context.membership.membership(), promotion.peer().id());
			}
		}
		return null;
	}

	/** A peer has answered. */
	void observe(Progress peer, long nowNanos) {
		for (int i = 0; i < this.promotions.size(); i++) {
			if (this.promotions.get(i).peer() == peer) {
				this.promotions.get(i).observe(this.context.log.lastIndex(), nowNanos);
			}
		}
	}

	/** Another configuration is in effect: begins to watch those who join. */
	void watchJoining(long nowNanos) {
		List<Promotion> known = new ArrayList<>(this.promotions);
		this.promotions.clear();
		for (Peer joining : this.context.membership.membership().joining()) {
			Progress peer = this.replication.find(joining.id());
			if (peer != null) {
				this.promotions.add(promotionOf(peer, known, nowNanos));
			}
		}
	}

	private Promotion promotionOf(Progress peer, List<Promotion> known, long nowNanos) {
		for (Promotion promotion : known) {
			if (promotion.peer() == peer) {
				return promotion;
			}
		}
		return new Promotion(peer, this.context.settings, this.context.log.lastIndex(), nowNanos);
	}

}
