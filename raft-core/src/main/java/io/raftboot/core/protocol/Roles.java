package io.raftboot.core.protocol;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import org.jspecify.annotations.Nullable;

/** The role a node has, who leads, and every way from one role to the next. */
final class Roles {

	private final RaftContext context;

	private RoleState current;

	private @Nullable NodeId leader;

	private @Nullable NodeId latestLeader;

	private long heardTerm;

	private long heardRound;

	private long electionsStarted;

	private long electionsWon;

	private long leaderChanges;

	Roles(RaftContext context) {
		this.context = context;
		this.current = new Follower(context, this);
	}

	RoleState current() {
		return this.current;
	}

	@Nullable NodeId leader() {
		return this.leader;
	}

	/** Raft §5.1: a higher term makes a follower of everybody. */
	void adoptTerm(long term, long nowNanos) {
		this.context.ballot.adopt(term, nowNanos);
		follow(null, nowNanos);
	}

	void follow(@Nullable NodeId leader, long nowNanos) {
		boolean led = this.current.role() == Role.LEADER;
		if (this.current instanceof Leader leaving) {
			this.context.timer.refuseUntil(nowNanos + leaving.promisedNanos(nowNanos));
		}
		switchTo(new Follower(this.context, this), leader, nowNanos);
		if (led) {
			this.context.timer.restart(nowNanos);
		}
	}

	/** Thesis 9.6: first ask whether an election could be won. */
	void preCampaign(long nowNanos) {
		switchTo(new PreCandidate(this.context, this), null, nowNanos);
	}

	/**
	 * Raft §5.2: begins an election.
	 * @param transfer whether the leader asked for it
	 */
	void campaign(boolean transfer, long nowNanos) {
		this.electionsStarted++;
		long voteWrite = this.context.ballot.campaign(this.context.self, nowNanos);
		switchTo(new Candidate(this.context, this, voteWrite, transfer), null, nowNanos);
	}

	/**
	 * Won an election. Every voter has waited until the lease of each leader it knew was
	 * over, unless the leader itself asked for the election: then this node waits.
	 */
	void lead(long[] incarnations, boolean transfer, long nowNanos) {
		this.electionsWon++;
		long earlierLeaseEndNanos = transfer ? nowNanos + this.context.timer.refusalNanos() : nowNanos;
		switchTo(new Leader(this.context, this, incarnations, earlierLeaseEndNanos, nowNanos), this.context.self,
				nowNanos);
	}

	/** The leader of this term spoke in this quorum round. */
	void heard(long round) {
		this.heardRound = Math.max(heardRound(), round);
		this.heardTerm = this.context.ballot.term();
	}

	/**
	 * The latest quorum round of this term's leader that this node has heard of, whatever
	 * roles it went through since.
	 */
	long heardRound() {
		return (this.heardTerm == this.context.ballot.term()) ? this.heardRound : 0;
	}

	long electionsStarted() {
		return this.electionsStarted;
	}

	long electionsWon() {
		return this.electionsWon;
	}

	long leaderChanges() {
		return this.leaderChanges;
	}

	private void switchTo(RoleState next, @Nullable NodeId leader, long nowNanos) {
		RoleState previous = this.current;
		previous.leave();
		this.current = next;
		if (next.role() != previous.role()) {
			this.context.output.event(new RaftEvent.RoleChanged(next.role(), this.context.ballot.term()));
		}
		setLeader(leader);
		next.enter(nowNanos);
	}

	/** Who leads became known, or is known no more. */
	void setLeader(@Nullable NodeId leader) {
		if ((leader != null) ? leader.equals(this.leader) : this.leader == null) {
			return;
		}
		this.leader = leader;
		if (leader != null && !leader.equals(this.latestLeader)) {
			this.latestLeader = leader;
			this.leaderChanges++;
		}
		this.context.output.event(new RaftEvent.LeaderChanged(leader, this.context.ballot.term()));
	}

}
