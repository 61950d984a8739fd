package io.raftboot.core.node;

import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;

/** Measures elections by the roles a node goes through. Loop thread only. */
final class ElectionTimes {

	private final NodeMeter meter;

	private final NodeClock clock;

	private Role role = Role.FOLLOWER;

	private long sinceNanos;

	ElectionTimes(NodeMeter meter, NodeClock clock) {
		this.meter = meter;
		this.clock = clock;
	}

	void event(RaftEvent event) {
		if (event instanceof RaftEvent.RoleChanged changed) {
			long nowNanos = this.clock.nanoTime();
			leave(changed.role(), nowNanos - this.sinceNanos);
			this.role = changed.role();
			this.sinceNanos = nowNanos;
		}
	}

	private void leave(Role next, long nanos) {
		if (this.role == Role.CANDIDATE) {
			this.meter.electionEnded(switch (next) {
				case LEADER -> ElectionOutcome.WON;
				case PRE_CANDIDATE -> ElectionOutcome.TIMEOUT;
				case FOLLOWER, CANDIDATE -> ElectionOutcome.LOST;
			}, nanos);
		}
		else if (this.role == Role.PRE_CANDIDATE && next == Role.FOLLOWER) {
			this.meter.electionEnded(ElectionOutcome.PREVOTE_REJECTED, nanos);
		}
	}

}
