package io.raftboot.actuate;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.raftboot.actuate.RecentRaftEvents.Event;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentRaftEventsTests {

	private static final Instant NOW = Instant.parse("2026-11-21T19:00:00Z");

	private final RecentRaftEvents events = new RecentRaftEvents(Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void everyKindIsDescribed() {
		this.events.onEvent(new RaftEvent.RoleChanged(Role.LEADER, 7));
		this.events.onEvent(new RaftEvent.LeaderChanged(null, 8));
		this.events.onEvent(new RaftEvent.MembershipChanged(12, Membership.of(StatusBuilder.peers("n1", "n2"))));
		this.events.onEvent(new RaftEvent.SnapshotTaken(90, 7, 1_024, 5));
		this.events.onEvent(new RaftEvent.SnapshotInstalled(95, 7, NodeId.of("n2")));
		this.events.onEvent(new RaftEvent.StateDiverged(RaftHealthIndicatorTests.divergence("n1", "n2", true)));
		this.events.onEvent(new RaftEvent.NodeFailed("the disk is gone"));
		assertThat(this.events.latest()).containsExactly(
				new Event(NOW, "ROLE_CHANGED", 7L, null, "This node is LEADER now"),
				new Event(NOW, "LEADER_CHANGED", 8L, null, "No leader is known"),
				new Event(NOW, "MEMBERSHIP_CHANGED", null, 12L, "Members are [n1, n2]"),
				new Event(NOW, "SNAPSHOT_TAKEN", 7L, 90L, "1024 bytes in 5 ms"),
				new Event(NOW, "SNAPSHOT_INSTALLED", 7L, 95L, "From n2"),
				new Event(NOW, "STATE_DIVERGED", null, 4L,
						"State machine 'default' differs between nodes after entry 4: 1 on n1; 2 on n2"),
				new Event(NOW, "NODE_FAILED", null, null, "the disk is gone"));
	}

	@Test
	void theLatestHundredAreKept() {
		for (int term = 1; term <= 150; term++) {
			this.events.onEvent(new RaftEvent.RoleChanged(Role.FOLLOWER, term));
		}
		List<Event> latest = this.events.latest();
		assertThat(latest).hasSize(100);
		assertThat(latest.get(0).term()).isEqualTo(51L);
		assertThat(latest.get(99).term()).isEqualTo(150L);
	}

}
