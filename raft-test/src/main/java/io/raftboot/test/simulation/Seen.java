package io.raftboot.test.simulation;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RaftCore;

/** How a node was after its latest event. */
final class Seen {

	long term;

	Role role = Role.FOLLOWER;

	long commitIndex;

	long appliedIndex;

	long membershipIndex;

	Membership membership = Membership.EMPTY;

	long durableIndex;

	/** By its clock: when it was looked at, and since when its disk has done nothing. */
	long checkedNanos;

	long stalledNanos;

	void note(RaftCore core, long applied) {
		this.term = core.term();
		this.role = core.role();
		this.commitIndex = core.commitIndex();
		this.appliedIndex = applied;
		this.membershipIndex = core.membershipIndex();
		this.membership = core.membership();
	}

}
