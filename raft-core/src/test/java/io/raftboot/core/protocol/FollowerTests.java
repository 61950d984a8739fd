package io.raftboot.core.protocol;

import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RecordingOutput.ReadFailed;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.Entries.members;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.append;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a follower knows of its leader, and what it does without one. */
class FollowerTests {

	/** Election safety, figure 3: "at most one leader can be elected in a given term". */
	@Nested
	class OneLeaderPerTerm {

		private final GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0));

		@Test
		void aSecondOneStopsTheNode() {
			assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> this.node.step(heartbeat("c", 3, 0)));
			assertThatExceptionOfType(InvariantViolation.class)
				.isThrownBy(() -> this.node.step(append("c", 3, 1, 1, 0, Entries.of(2))));
			assertThat(this.node.core.leader()).isEqualTo(id("b"));
		}

		@Test
		void theNextTermMayHaveAnother() {
			assertThat(this.node.step(heartbeat("c", 4, 0)).core.leader()).isEqualTo(id("c"));
		}

	}

	/** Log matching, §5.3: a message shows what lies in front of its entries. */
	@Test
	void entriesThatDoNotFollowTheEntryTheyNameStopTheNode() {
		GivenNode node = GivenNode.ofThree(3, null, 1, 2, 2);
		for (int first : new int[] { 1, 3 }) {
			assertThatExceptionOfType(InvariantViolation.class)
				.isThrownBy(() -> node.step(append("b", 3, 1, 1, 0, Entries.of(first, 3))));
		}
	}

	@Nested
	class ANodeThatMayNotCampaign {

		private final GivenNode node = GivenNode.in(members("b c", "", "a", ""), 3, null, 1).step(heartbeat("b", 3, 0));

		@Test
		void forgetsASilentLeaderAndWaitsAnotherTimeout() {
			this.node.timeout();
			assertThat(this.node.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(this.node.core.leader()).isNull();
			assertThat(this.node.core.nextDeadlineNanos() - this.node.nowNanos).isBetween(500 * MILLIS, 1000 * MILLIS);
		}

		@Test
		void failsTheReadsItAskedASilentLeaderFor() {
			this.node.elapse(400 * MILLIS).read(7, false);
			long failed = 0;
			while (this.node.core.leader() != null) {
				failed += this.node.timeout().effects(ReadFailed.class).size();
			}
			assertThat(failed).isEqualTo(1);
			assertThat(this.node.read(8, false).effects()).containsExactly(new ReadFailed(8));
		}

	}

	@Nested
	class Connections {

		/** While there is no cluster yet, each peer may be the last one missing. */
		@Test
		void aPeerThatTurnsUpBringsTheFirstElectionForward() {
			for (long seed = 0; seed < 20; seed++) {
				GivenNode node = GivenNode.of(new String[] { "a", "b", "c" }, seed, 0, null).connected("b");
				assertThat(node.core.nextDeadlineNanos()).isBetween(31 * MILLIS, 282 * MILLIS);
			}
		}

		@Test
		void inALivingClusterItDoesNot() {
			GivenNode node = GivenNode.ofThree(3, null, 1);
			long deadline = node.core.nextDeadlineNanos();
			assertThat(node.connected("b").core.nextDeadlineNanos()).isEqualTo(deadline);
		}

		@Test
		void onlyThatOfTheLeaderMatters() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0));
			long deadline = node.core.nextDeadlineNanos();
			assertThat(node.disconnected("c").core.nextDeadlineNanos()).isEqualTo(deadline);
			assertThat(node.disconnected("b").core.nextDeadlineNanos()).isNotEqualTo(deadline);
		}

		@Test
		void withoutALeaderNoneMatters() {
			GivenNode node = GivenNode.ofThree(3, null, 1);
			long deadline = node.core.nextDeadlineNanos();
			assertThat(node.disconnected("b").core.nextDeadlineNanos()).isEqualTo(deadline);
		}

	}

	/** Messages may be lost: a read is asked for again at each heartbeat interval. */
	@Nested
	class AReadThatWaits {

		private final GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0)).read(7, true);

		@Test
		void isAskedForAgainAfterAHeartbeatIntervalNotEarlier() {
			assertThat(this.node.core.nextDeadlineNanos() - this.node.nowNanos).isEqualTo(100 * MILLIS);
			assertThat(this.node.elapse(99 * MILLIS).effects()).isEmpty();
			assertThat(this.node.elapse(1 * MILLIS).sentTo("b")).hasSize(1)
				.allSatisfy((sent) -> assertThat(((ReadIndexRequest) sent).leaseAllowed()).isTrue());
		}

		@Test
		void doesNotPutOffTheOneBeforeIt() {
			this.node.elapse(60 * MILLIS).read(8, false);
			assertThat(this.node.core.nextDeadlineNanos() - this.node.nowNanos).isEqualTo(40 * MILLIS);
			assertThat(this.node.elapse(40 * MILLIS).sentTo("b")).hasSize(2);
		}

	}

}
