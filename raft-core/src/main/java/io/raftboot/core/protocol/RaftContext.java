package io.raftboot.core.protocol;

import java.util.random.RandomGenerator;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;

/** What all roles of one node share: its durable state, its timer, its way out. */
final class RaftContext {

	final RaftSettings settings;

	final NodeId self;

	final long incarnation;

	final EntrySizes sizes;

	final RandomGenerator random;

	final Output output;

	final PersistTracker writes;

	final Ballot ballot;

	final MembershipTracker membership;

	final ReplicatedLog log;

	final ElectionTimer timer;

	/** Whether others say that this node is no member any more. */
	boolean removed;

	RaftContext(RaftSettings settings, InitialState state, EntrySizes sizes, RandomGenerator random, Output output,
			long nowNanos) {
		this.settings = settings;
		this.self = state.self();
		this.incarnation = state.incarnation();
		this.sizes = sizes;
		this.random = random;
		this.output = output;
		this.writes = new PersistTracker(state.log().lastIndex());
		this.ballot = new Ballot(state.hardState(), this.writes, output);
		this.membership = new MembershipTracker(state, output);
		this.log = new ReplicatedLog(state, this.writes, this.membership, output);
		this.timer = new ElectionTimer(settings.electionTimeoutNanos(), settings.electionLagNanos(), random, nowNanos);
		if (this.membership.isSoleVoterSinceStart(this.self)) {
			this.timer.expire(nowNanos);
		}
		// Any answer to a leader was preceded by a durable term, so a node without one
		// owes nothing to anybody.
		else if (state.hardState().term() > 0 || !this.log.isEmpty()) {
			this.timer.refuseAfterStart(nowNanos);
		}
	}

	/**
	 * Sends at once, unless the term in the message is not durable yet: terms leave a
	 * node only when they are.
	 */
	void send(NodeId to, Message.Protocol message) {
		if (this.writes.isHardStatePersisted()) {
			this.output.send(to, message);
		}
		else {
			this.output.sendAfterPersist(to, message);
		}
	}

	/**
	 * Who decides elections. While the log is empty there is no cluster yet: then all
	 * listed peers must agree, so that a node that lost its disk, or came late, never
	 * makes a second cluster beside a living one.
	 */
	Quorum electionQuorum() {
		Membership membership = this.membership.membership();
		return this.log.isEmpty() ? Quorum.unanimous(membership) : Quorum.majority(membership);
	}

	/** Whether this node campaigns by itself when its timeout passes. */
	boolean volunteers(long nowNanos) {
		return this.settings.electionPriority() > 0 && mayCampaign(nowNanos);
	}

	/** Only who may lead campaigns, and nobody whose own disk hangs. */
	boolean mayCampaign(long nowNanos) {
		return !this.removed && isOwnDisk() && this.membership.mayLead(this.self, this.log.commitIndex())
				&& !this.writes.isStalled(nowNanos, this.settings.electionTimeoutNanos());
	}

	/**
	 * A voter of this id that had another disk is not this node: its promises are gone.
	 */
	private boolean isOwnDisk() {
		Peer known = this.membership.membership().member(this.self);
		return known == null || known.incarnation() == 0 || known.incarnation() == this.incarnation;
	}

}
