package io.raftboot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

import io.raftboot.core.model.Membership;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftStatus;
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
		void endsAtWhatWasCommittedWhenTheNodeCame() {
			assertThat(ofFollower(100, 50)).containsExactly(HealthReason.CATCHING_UP);
			assertThat(ofFollower(100, 99)).containsExactly(HealthReason.CATCHING_UP);
			assertThat(ofFollower(100, 100)).isEmpty();
		}

		@Test
		void doesNotBeginAgainWithoutALeader() {
			assertThat(RaftHealthReasonsTests.this.reasons
				.of(StatusBuilder.follower(null).catchUp(100).indexes(900, 100).build()))
				.containsExactly(HealthReason.NO_LEADER);
		}

		@Test
		void lastsWhileNoLeaderHasSaidWhatIsCommitted() {
			assertThat(ofFollower(0, 0)).containsExactly(HealthReason.CATCHING_UP);
			assertThat(ofFollower(0, 70)).containsExactly(HealthReason.CATCHING_UP);
		}

		private List<HealthReason> ofFollower(long catchUpIndex, long appliedIndex) {
			return RaftHealthReasonsTests.this.reasons
				.of(StatusBuilder.follower("n2").catchUp(catchUpIndex).indexes(appliedIndex, appliedIndex).build());
		}

	}

	@Nested
	class FallingBehind {

		private long nowNanos = 7_000_000_000L;

		private final RaftHealthReasons reasons = new RaftHealthReasons(
				new LagWatch(10, Duration.ofSeconds(30), () -> this.nowNanos),
				new DiskWatch(RaftHealthLimits.NONE, OptionalLong::empty));

		@Test
		void countsWhenItLasts() {
			assertThat(behind(11)).isEmpty();
			this.nowNanos += 29_000_000_000L;
			assertThat(behind(11)).isEmpty();
			this.nowNanos += 1_000_000_000L;
			assertThat(behind(11)).containsExactly(HealthReason.APPLY_STALLED);
			assertThat(behind(10)).isEmpty();
			this.nowNanos += 60_000_000_000L;
			assertThat(behind(11)).isEmpty();
		}

		@Test
		void alsoOfWhatTheNodesOwnLogDoesNotHaveYet() {
			RaftStatus status = StatusBuilder.follower("n2").catchUp(5).indexes(5, 5).leaderCommit(1_000).build();
			assertThat(this.reasons.of(status)).isEmpty();
			this.nowNanos += 30_000_000_000L;
			assertThat(this.reasons.of(status)).containsExactly(HealthReason.APPLY_STALLED);
		}

		@Test
		void isNothingNewToWhoIsStillCatchingUp() {
			RaftStatus status = StatusBuilder.follower("n2").catchUp(500).indexes(5, 5).leaderCommit(1_000).build();
			this.reasons.of(status);
			this.nowNanos += 30_000_000_000L;
			assertThat(this.reasons.of(status)).containsExactly(HealthReason.CATCHING_UP);
		}

		@Test
		void countsForNothingWithoutALimit() {
			RaftStatus status = StatusBuilder.follower("n2").catchUp(5).indexes(1_000_000, 5).build();
			assertThat(RaftHealthReasonsTests.this.reasons.of(status)).isEmpty();
		}

		private List<HealthReason> behind(long entries) {
			return this.reasons.of(StatusBuilder.follower("n2").catchUp(100).indexes(100 + entries, 100).build());
		}

	}

	@Nested
	class TheDisk {

		private OptionalLong freeBytes = OptionalLong.of(1_000);

		private final RaftHealthReasons reasons = new RaftHealthReasons(
				new RaftHealthLimits(0, Duration.ZERO, Duration.ofMillis(100), 1_000), () -> this.freeBytes);

		@Test
		void isLowWithLessRoomThanTheLimit() {
			assertThat(this.reasons.of(healthy().build())).isEmpty();
			this.freeBytes = OptionalLong.of(999);
			assertThat(this.reasons.of(healthy().build())).containsExactly(HealthReason.DISK_LOW);
			this.freeBytes = OptionalLong.empty();
			assertThat(this.reasons.of(healthy().build())).isEmpty();
		}

		@Test
		void isLowWhenTheLogCannotGrowWhateverTheLimit() {
			RaftStatus status = healthy().diskFull().build();
			assertThat(RaftHealthReasonsTests.this.reasons.of(status)).containsExactly(HealthReason.DISK_LOW);
			assertThat(ReasonTexts.of(status, List.of(HealthReason.DISK_LOW)))
				.containsExactly("The disk of the data directory is nearly full: the log cannot grow");
		}

		@Test
		void isSlowWhenForcesTakeLongOnAverage() {
			assertThat(this.reasons.of(healthy().forces(32, 99).build())).isEmpty();
			RaftStatus slow = healthy().forces(32, 100).build();
			assertThat(this.reasons.of(slow)).containsExactly(HealthReason.FSYNC_SLOW);
			assertThat(ReasonTexts.of(slow, List.of(HealthReason.FSYNC_SLOW)))
				.containsExactly("Forces of the log to the disk are slow: 100 ms on average lately");
		}

		@Test
		void isNotCalledSlowForAFewForcesThatAreALittleSlow() {
			assertThat(this.reasons.of(healthy().forces(4, 124).build())).isEmpty();
			assertThat(this.reasons.of(healthy().forces(5, 100).build())).containsExactly(HealthReason.FSYNC_SLOW);
			assertThat(this.reasons.of(healthy().forces(1, 500).build())).containsExactly(HealthReason.FSYNC_SLOW);
		}

		@Test
		void countsForNothingWithoutLimits() {
			RaftHealthReasons careless = new RaftHealthReasons(RaftHealthLimits.NONE, () -> OptionalLong.of(0));
			assertThat(careless.of(healthy().forces(32, 60_000).build())).isEmpty();
		}

		private static StatusBuilder healthy() {
			return StatusBuilder.leader().indexes(5, 5);
		}

	}

}
