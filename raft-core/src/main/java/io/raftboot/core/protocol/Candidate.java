package io.raftboot.core.protocol;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/**
 * Campaigns in a new term (Raft §5.2). It voted for itself, and asks for votes, and
 * counts its own, only once that vote is durable. Becomes:
 * <ul>
 * <li>a leader when a quorum voted for it;</li>
 * <li>a follower when it hears from a leader of its term, or learns of a higher one;</li>
 * <li>a pre-candidate when an election timeout passes without a winner.</li>
 * </ul>
 */
final class Candidate extends Campaign {

	private final long[] incarnations;

	private final long voteWrite;

	private final boolean transfer;

	/**
	 * @param voteWrite number of the write of the own vote
	 * @param transfer whether the leader asked for this election (thesis 3.10)
	 */
	Candidate(RaftContext context, Roles roles, long voteWrite, boolean transfer) {
		super(context, roles);
		this.transfer = transfer;
		this.incarnations = new long[this.quorum.size()];
		this.voteWrite = voteWrite;
	}

	@Override
	Role role() {
		return Role.CANDIDATE;
	}

	@Override
	void onPersisted(long nowNanos) {
		if (this.context.writes.isPersisted(this.voteWrite)) {
			record(self(), true, this.context.incarnation, nowNanos);
		}
	}

	/** Its own vote counts when it is durable. */
	@Override
	boolean isWaitingForDisk() {
		return !this.context.writes.isPersisted(this.voteWrite);
	}

	@Override
	public void onVoteResponse(VoteResponse message, long nowNanos) {
		record(message.from(), message.granted(), message.incarnation(), nowNanos);
	}

	private void record(NodeId from, boolean granted, long incarnation, long nowNanos) {
		int slot = this.quorum.slot(from);
		if (slot >= 0) {
			this.incarnations[slot] = incarnation;
			this.votes.record(from, granted);
		}
		if (this.votes.won()) {
			this.roles.lead(this.incarnations, this.transfer, nowNanos);
		}
	}

	@Override
	void ask(NodeId peer) {
		this.context.output.sendAfterPersist(peer, new VoteRequest(self(), term(), this.context.log.lastIndex(),
				this.context.log.lastTerm(), this.transfer));
	}

}
