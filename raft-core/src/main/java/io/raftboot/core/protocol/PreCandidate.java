package io.raftboot.core.protocol;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.Role;

/**
 * Asks whether it could win an election, in its old term and without disturbing anybody
 * (thesis 9.6). Becomes:
 * <ul>
 * <li>a candidate when a quorum would vote for it;</li>
 * <li>a follower when it hears from a leader, votes for somebody, or learns of a higher
 * term;</li>
 * <li>a pre-candidate again when an election timeout passes.</li>
 * </ul>
 */
final class PreCandidate extends Campaign {

	PreCandidate(RaftContext context, Roles roles) {
		super(context, roles);
	}

	@Override
	Role role() {
		return Role.PRE_CANDIDATE;
	}

	@Override
	void enter(long nowNanos) {
		super.enter(nowNanos);
		record(self(), true, nowNanos);
	}

	@Override
	void voted(long nowNanos) {
		this.roles.follow(null, nowNanos);
	}

	/** Matched by what was asked for: an answer's own term says nothing here. */
	@Override
	public void onPreVoteResponse(PreVoteResponse message, long nowNanos) {
		if (message.proposedTerm() == term() + 1) {
			record(message.from(), message.granted(), nowNanos);
		}
	}

	private void record(NodeId from, boolean granted, long nowNanos) {
		this.votes.record(from, granted);
		if (this.votes.won()) {
			this.roles.campaign(false, nowNanos);
		}
	}

	@Override
	void ask(NodeId peer) {
		send(peer, new PreVoteRequest(self(), term(), term() + 1, this.context.log.lastIndex(),
				this.context.log.lastTerm()));
	}

}
