package io.raftboot.core.protocol;

import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RecordingOutput.Commit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.members;
import static io.raftboot.core.protocol.Entries.voting;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.preVoteRequest;
import static io.raftboot.core.protocol.GivenNode.voteRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** When a leader acts and when it gives up, to the nanosecond. */
class LeaderTests {

	/** A leader of a, b and c in term 4 that has committed entry 2, its no-op. */
	private final GivenNode leader = GivenNode.ofThree(3, null, 1).leaderWithB();

	/** Thesis 6.2: "if an election timeout elapses without a round to a majority". */
	@Nested
	class WithoutAQuorum {

		@Test
		void itStepsDownWhenAnElectionTimeoutIsOverNotEarlier() {
			assertThat(leader.elapse(500 * MILLIS - 1).core.role()).isEqualTo(Role.LEADER);
			assertThat(leader.core.hasQuorum(leader.nowNanos)).isTrue();
			assertThat(leader.core.hasQuorum(leader.nowNanos + 1)).isFalse();
			assertThat(leader.elapse(1).core.role()).isEqualTo(Role.FOLLOWER);
		}

		@Test
		void itWakesUpInTime() {
			leader.elapse(70 * MILLIS).heartbeatAnswered("b", leader.latestRound());
			long heard = leader.nowNanos;
			for (int i = 0; i < 10 && leader.core.role() == Role.LEADER; i++) {
				leader.timeout();
			}
			assertThat(leader.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(leader.nowNanos - heard).isEqualTo(500 * MILLIS);
		}

		/** Thesis 4.2.3: its promise to itself ends with the quorum, ticked or not. */
		@Test
		void itHelpsOthersToLead() {
			leader.nowNanos += 500 * MILLIS - 1;
			assertThat(leader.step(voteRequest("c", 9, 9, 9)).core.term()).isEqualTo(4);
			leader.nowNanos += 1;
			assertThat(leader.step(preVoteRequest("c", 4, 9, 9)).sentTo("c")).extracting("granted")
				.containsExactly(true);
			assertThat(leader.step(voteRequest("c", 9, 9, 9)).core.term()).isEqualTo(9);
		}

	}

	/** S90: a leader whose disk hangs must not keep its office by heartbeats. */
	@Test
	void itWakesUpInTimeToStepDownWhenItsDiskHangs() {
		leader.elapse(100 * MILLIS).follow(50 * MILLIS, "b").propose(1);
		long proposed = leader.nowNanos;
		for (int i = 0; i < 20 && leader.core.role() == Role.LEADER; i++) {
			leader.timeout().heartbeatAnswered("b", leader.latestRound());
		}
		assertThat(leader.core.role()).isEqualTo(Role.FOLLOWER);
		assertThat(leader.nowNanos - proposed).isEqualTo(500 * MILLIS);
	}

	@Test
	void itSleepsUntilTheNextHeartbeatWhenThereIsNothingElse() {
		leader.elapse(100 * MILLIS).heartbeatAnswered("b", leader.latestRound()).elapse(0);
		assertThat(leader.core.nextDeadlineNanos() - leader.nowNanos).isEqualTo(100 * MILLIS);
		leader.propose(1);
		assertThat(leader.core.nextDeadlineNanos() - leader.nowNanos).isEqualTo(100 * MILLIS);
	}

	/** "A leader creates at most one entry at an index in its term": in no other term. */
	@Nested
	class Proposals {

		@Test
		void ofAnotherTermStopTheNode() {
			assertThatExceptionOfType(InvariantViolation.class)
				.isThrownBy(() -> leader.core.propose(Entries.of(3, 3), leader.nowNanos));
			assertThatExceptionOfType(InvariantViolation.class)
				.isThrownBy(() -> leader.core.propose(Entries.of(3, 3, 4), leader.nowNanos));
			assertThatExceptionOfType(InvariantViolation.class)
				.isThrownBy(() -> leader.core.propose(Entries.of(3, 4, 5), leader.nowNanos));
		}

		/** Configurations have rules of their own (thesis 4.1). */
		@Test
		void ofConfigurationsStopTheNode() {
			assertThatExceptionOfType(InvariantViolation.class).isThrownBy(
					() -> leader.core.propose(Entries.configuration(4, 3, Entries.voters("a")), leader.nowNanos));
		}

		@Test
		void withAGapStopTheNode() {
			assertThatExceptionOfType(InvariantViolation.class)
				.isThrownBy(() -> leader.core.propose(Entries.of(4, 4), leader.nowNanos));
		}

	}

	/**
	 * Thesis 4.1: "as soon as it is added to the log", not when its write is reported.
	 */
	@Test
	void whatTheNewQuorumHoldsIsCommittedTheMomentItTakesEffect() {
		leader.change(voting("a")).persisted().propose(1).persisted().acknowledge("b", 3);
		assertThat(leader.core.membership()).isEqualTo(voting("a"));
		assertThat(leader.effects(Commit.class)).containsExactly(new Commit(3), new Commit(4));
	}

	/** Thesis 4.2.1: a round ends with the answer, not with the next heartbeat. */
	@Test
	void aJoiningNodesRoundIsMeasuredByItsAnswer() {
		leader.elapse(100 * MILLIS).heartbeatAnswered("b", leader.latestRound());
		leader.change(members("a b c", "", "", "d")).persisted().acknowledge("b", 3);
		leader.follow(400 * MILLIS, "b").elapse(99 * MILLIS).acknowledge("d", 3);
		leader.elapse(1 * MILLIS);
		assertThat(leader.core.membership()).isEqualTo(members("a b c d", "a b c", "", ""));
	}

}
