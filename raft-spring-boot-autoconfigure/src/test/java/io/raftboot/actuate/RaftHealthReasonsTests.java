package io.raftboot.actuate;

import java.util.List;

import io.raftboot.core.model.Membership;
import io.raftboot.core.node.NodeState;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RaftHealthReasonsTests {

	private final RaftHealthReasons reasons = new RaftHealthReasons();

	@Test
	void aLeaderWithAMajorityIsHealthy() {
		assertThat(this.reasons.of(StatusBuilder.leader().indexes(5, 5).build())).isEmpty();
	}

	@Test
	void aFollowerOfALeaderIsHealthy() {
		assertThat(this.reasons.of(StatusBuilder.follower("n2").indexes(5, 5).build())).isEmpty();
	}

	@Test
	void aNodeWithoutALeaderIsNot() {
		assertThat(this.reasons.of(StatusBuilder.follower(null).indexes(5, 5).build()))
			.containsExactly(HealthReason.NO_LEADER, HealthReason.CATCHING_UP);
	}

	@Test
	void aLeaderWithoutAMajorityIsNot() {
		assertThat(this.reasons.of(StatusBuilder.leader().quorum(false).indexes(5, 5).build()))
			.containsExactly(HealthReason.NO_QUORUM);
	}

	@Test
	void aNodeTheConfigurationDoesNotNameIsNot() {
		assertThat(this.reasons.of(StatusBuilder.follower("n2")
			.membership(Membership.of(StatusBuilder.peers("n2", "n3")))
			.indexes(5, 5)
			.build())).containsExactly(HealthReason.NOT_IN_CONFIGURATION);
	}

	@Test
	void aNodeThatOthersCallRemovedIsNot() {
		assertThat(this.reasons.of(StatusBuilder.follower(null).removed().indexes(5, 5).build()))
			.contains(HealthReason.NOT_IN_CONFIGURATION);
	}

	@Test
	void nothingElseMattersForANodeThatDoesNotRun() {
		assertThat(this.reasons.of(StatusBuilder.follower(null).state(NodeState.FAILED, "x").build()))
			.containsExactly(HealthReason.NODE_FAILED);
		assertThat(this.reasons.of(StatusBuilder.follower(null).state(NodeState.STOPPED, null).build()))
			.containsExactly(HealthReason.NODE_STOPPED);
	}

	@Nested
	class CatchingUp {

		@Test
		void endsAtWhatWasCommittedWhenALeaderWasFirstSeen() {
			assertThat(ofFollower(100, 50)).containsExactly(HealthReason.CATCHING_UP);
			assertThat(ofFollower(300, 99)).containsExactly(HealthReason.CATCHING_UP);
			assertThat(ofFollower(400, 100)).isEmpty();
		}

		@Test
		void doesNotBeginAgain() {
			assertThat(ofFollower(100, 100)).isEmpty();
			assertThat(ofFollower(900, 100)).isEmpty();
		}

		@Test
		void lastsWhileNothingIsKnownToBeCommitted() {
			assertThat(ofFollower(0, 0)).containsExactly(HealthReason.CATCHING_UP);
			assertThat(ofFollower(1, 1)).isEmpty();
		}

		private List<HealthReason> ofFollower(long commitIndex, long appliedIndex) {
			return RaftHealthReasonsTests.this.reasons
				.of(StatusBuilder.follower("n2").indexes(commitIndex, appliedIndex).build());
		}

	}

}
