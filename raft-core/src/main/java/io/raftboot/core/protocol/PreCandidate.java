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
final class PreCandidate extends RoleState {

	private final Quorum quorum;

	private final Votes votes;

	PreCandidate(RaftContext context, Roles roles) {
		super(context, roles);
		this.quorum = context.electionQuorum();
		this.votes = new Votes(this.quorum);
	}

	@Override
	Role role() {
		return Role.PRE_CANDIDATE;
	}

	@Override
	void enter(long nowNanos) {
		this.context.timer.restart(nowNanos);
		for (int slot = 0; slot < this.quorum.size(); slot++) {
			if (this.quorum.isVoter(slot)) {
				ask(this.quorum.member(slot));
			}
		}
		record(self(), true, nowNanos);
	}

	@Override
	void tick(long nowNanos) {
		if (!this.context.timer.isExpired(nowNanos)) {
			return;
		}
		if (this.context.mayCampaign(nowNanos)) {
			this.roles.preCampaign(nowNanos);
		}
		else {
			this.roles.follow(null, nowNanos);
		}
	}

	@Override
	void onConnected(NodeId peer, long nowNanos) {
		int slot = this.quorum.slot(peer);
		if (slot >= 0 && this.quorum.isVoter(slot)) {
			ask(peer);
		}
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
			this.roles.campaign(nowNanos);
		}
	}

	private void ask(NodeId peer) {
		if (!peer.equals(self())) {
			send(peer, new PreVoteRequest(self(), term(), term() + 1, this.context.log.lastIndex(),
					this.context.log.lastTerm()));
		}
	}

}
