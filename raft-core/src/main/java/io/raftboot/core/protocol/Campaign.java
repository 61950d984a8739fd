package io.raftboot.core.protocol;

import io.raftboot.core.model.NodeId;

/**
 * What the two ways to ask for office have in common: every voter is asked at once, and
 * again when it turns up, until an election timeout has passed. Becomes a pre-candidate
 * then, or a follower if it may not campaign any more.
 */
abstract class Campaign extends RoleState {

	final Quorum quorum;

	final Votes votes;

	Campaign(RaftContext context, Roles roles) {
		super(context, roles);
		this.quorum = context.electionQuorum();
		this.votes = new Votes(this.quorum);
	}

	/** Asks this peer for its vote. */
	abstract void ask(NodeId peer);

	@Override
	void enter(long nowNanos) {
		this.context.timer.restart(nowNanos);
		for (int slot = 0; slot < this.quorum.size(); slot++) {
			askVoter(slot);
		}
	}

	@Override
	void tick(long nowNanos) {
		if (!this.context.timer.isExpired(nowNanos)) {
			return;
		}
		if (this.context.volunteers(nowNanos)) {
			this.roles.preCampaign(nowNanos);
		}
		else {
			this.context.timer.restart(nowNanos);
			this.roles.follow(null, nowNanos);
		}
	}

	@Override
	void onConnected(NodeId peer, long nowNanos) {
		int slot = this.quorum.slot(peer);
		if (slot >= 0) {
			askVoter(slot);
		}
	}

	private void askVoter(int slot) {
		NodeId member = this.quorum.member(slot);
		if (this.quorum.isVoter(slot) && !member.equals(self())) {
			ask(member);
		}
	}

}
