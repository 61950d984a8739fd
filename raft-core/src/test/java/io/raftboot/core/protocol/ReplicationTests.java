package io.raftboot.core.protocol;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RecordingOutput.Append;
import io.raftboot.core.protocol.RecordingOutput.Commit;
import io.raftboot.core.protocol.RecordingOutput.SendEntries;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.SETTINGS;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** How a leader brings its log to its peers (Raft §5.3) and keeps within its limits. */
class ReplicationTests {

	@Nested
	class Committing {

		@Test
		void entriesLeaveInTheStepThatAppendsThem() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(2);
			assertThat(node.effects(Append.class)).hasSize(1);
			assertThat(node.sentTo("b")).hasSize(1);
			assertThat(node.sentAfterPersistTo("b")).isEmpty();
		}

		/** P2, S37: the leader's own disk counts like any other. */
		@Test
		void aLeaderCountsItselfOnlyWhenItsDiskHasTheEntry() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(1).acknowledge("b", 3);
			assertThat(node.core.commitIndex()).isEqualTo(2);
			assertThat(node.persisted().effects(Commit.class)).containsExactly(new Commit(3));
		}

		@Test
		void theDisksOfAMajorityAreEnoughWithoutTheLeaders() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(1).acknowledge("b", 3);
			assertThat(node.acknowledge("c", 3).effects(Commit.class)).containsExactly(new Commit(3));
		}

		@Test
		void aFollowerThatAwaitsNothingElseIsToldAtTheEndOfTheBatch() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(1).persisted().acknowledge("b", 3);
			assertThat(node.core.nextDeadlineNanos()).isEqualTo(node.nowNanos);
			node.elapse(0);
			assertThat(node.sentTo("b")).extracting(message -> ((Heartbeat) message).commitIndex()).containsExactly(3L);
			assertThat(node.elapse(0).effects()).isEmpty();
		}

		/** S34. */
		@Test
		void aHeartbeatTellsNoMoreThanTheFollowerIsKnownToHold() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			assertThat(node.core.commitIndex()).isEqualTo(2);
			node.elapse(SETTINGS.heartbeatIntervalNanos());
			assertThat(((Heartbeat) node.sentTo("c").get(0)).commitIndex()).isZero();
			assertThat(((Heartbeat) node.sentTo("b").get(0)).commitIndex()).isEqualTo(2);
		}

	}

	@Nested
	class FindingWhereLogsAgree {

		/** S29: 50 entries in conflict cost a refusal per term, not per entry. */
		@Test
		void aLongConflictCostsARefusalPerTerm() {
			long[] leader = new long[151];
			long[] follower = new long[151];
			for (int i = 0; i < 151; i++) {
				leader[i] = (i == 0) ? 1 : 2 + 2 * ((i - 1) / 50);
				follower[i] = (i == 0) ? 1 : 1 + 2 * ((i - 1) / 50);
			}
			assertThat(new TwoLogs(7, leader, follower).converge()).isLessThanOrEqualTo(3);
		}

		@Test
		void oneProbeIsOutstandingAtATime() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leader().propose(1).propose(1);
			assertThat(node.sentTo("b")).isEmpty();
			assertThat(node.acknowledge("b", 2).sentTo("b")).hasSize(1);
		}

	}

	@Nested
	class AnswersOutOfOrder {

		/** S31. */
		@Test
		void matchNeverMovesBack() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(3).acknowledge("b", 5);
			node.acknowledge("b", 3);
			assertThat(peerB(node).matchIndex()).isEqualTo(5);
			assertThat(peerB(node).nextIndex()).isEqualTo(6);
		}

		/** S31, P20. */
		@Test
		void anOldRefusalIsIgnored() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(3).acknowledge("b", 5);
			node.step(new AppendResponse(id("b"), 4, false, 4, 1, 1, 1));
			assertThat(node.effects()).isEmpty();
			assertThat(peerB(node).state()).isEqualTo("REPLICATE");
			assertThat(peerB(node).nextIndex()).isEqualTo(6);
		}

		@Test
		void aRefusalOfAProbeIsCountedOnce() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 1, 1, 1, 1).leader();
			AppendResponse refusal = new AppendResponse(id("b"), 4, false, 5, 3, 1, 1);
			assertThat(node.step(refusal).sentTo("b")).hasSize(1);
			assertThat(peerB(node).nextIndex()).isEqualTo(4);
			assertThat(node.step(refusal).sentTo("b")).isEmpty();
			assertThat(peerB(node).nextIndex()).isEqualTo(4);
		}

		/** P21: who is no member is not listened to. */
		@Test
		void answersOfStrangersAreIgnored() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(1).persisted().acknowledge("x", 3);
			assertThat(node.core.commitIndex()).isEqualTo(2);
		}

		@Test
		void anAnswerForEntriesThatWereNeverSentStopsTheNode() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> node.acknowledge("b", 99));
		}

		@Test
		void aSecondLeaderInOneTermStopsTheNode() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> node.step(heartbeat("c", 4, 0)));
		}

	}

	@Nested
	class Limits {

		/** S40: 4 messages of at most 10 entries, at most 20 entries on their way. */
		@Test
		void bytesAndMessagesInFlightAreLimited() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			for (int i = 0; i < 6; i++) {
				node.propose(1);
			}
			assertThat(peerB(node).inFlight()).isEqualTo(4);
			assertThat(peerB(node).nextIndex()).isEqualTo(7);
			node.acknowledge("b", 4);
			assertThat(peerB(node).inFlight()).as("the rest goes in one").isEqualTo(3);
			assertThat(peerB(node).nextIndex()).isEqualTo(9);
		}

		@Test
		void aMessageHoldsNoMoreThanItsLimit() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(25);
			assertThat(node.effects(SendEntries.class)
				.stream()
				.filter(send -> send.to().value().equals("b"))
				.map(SendEntries::lastIndex)).containsExactly(12L, 22L);
		}

		/** S41. */
		@Test
		void proposalsBeyondTheUncommittedLimitAreRefusedUntilSomeCommit() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(20);
			long bytes = node.core.uncommittedBytes();
			assertThat(bytes).isEqualTo(20 * 32);
			EntryBatch more = Entries.of(23, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4);
			assertThat(node.core.canPropose(more.byteSize())).isFalse();
			assertThat(node.core.propose(more, node.nowNanos)).isEqualTo(RaftCore.OVER_LIMIT);
			node.persisted().acknowledge("b", 22);
			assertThat(node.core.uncommittedBytes()).isZero();
			assertThat(node.core.propose(more, node.nowNanos)).isEqualTo(23);
		}

		@Test
		void aSingleProposalLargerThanTheLimitGoesAlone() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			assertThat(node.core.canPropose(5000)).isTrue();
			node.propose(1);
			assertThat(node.core.canPropose(5000)).isFalse();
		}

		@Test
		void proposalsMayFillTheUncommittedLimitToTheLastByte() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(20);
			assertThat(node.core.canPropose(1000 - 640)).isTrue();
			assertThat(node.core.canPropose(1001 - 640)).isFalse();
		}

		/** S41: entries of earlier terms never were this leader's proposals. */
		@Test
		void aNewLeaderCountsFromZero() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2, 2, 2).leader();
			assertThat(node.core.uncommittedBytes()).isZero();
			node.propose(1).persisted().acknowledge("b", 6);
			assertThat(node.core.uncommittedBytes()).isZero();
		}

		@Test
		void onlyALeaderTakesProposals() {
			GivenNode node = GivenNode.ofThree(3, null, 1);
			assertThat(node.core.canPropose(1)).isFalse();
			assertThat(node.core.propose(Entries.of(2, 3), 0)).isEqualTo(RaftCore.NOT_LEADER);
		}

	}

	@Nested
	class Losses {

		/** S38: neither a new proposal nor a new connection is needed. */
		@Test
		void aLostAppendIsNoticedByTheAnswersToHeartbeats() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(2);
			node.elapse(200 * MILLIS).step(new HeartbeatResponse(id("b"), 4, 2, 2));
			assertThat(node.sentTo("b")).extracting(message -> ((AppendEntries) message).previousIndex())
				.containsExactly(2L);
			assertThat(node.acknowledge("b", 4).core.role()).isEqualTo(Role.LEADER);
			assertThat(peerB(node).state()).isEqualTo("REPLICATE");
		}

		/** Two heartbeat intervals: the answer may be on its way. */
		@Test
		void nothingIsTakenForLostAtOnce() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(2);
			node.elapse(199 * MILLIS).step(new HeartbeatResponse(id("b"), 4, 2, 2));
			assertThat(node.sentTo("b")).isEmpty();
			assertThat(peerB(node).state()).isEqualTo("REPLICATE");
		}

		/** What is missing goes along with the question, down to a single entry. */
		@Test
		void aProbeBringsTheEntriesBehindIt() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(1).disconnected("b").connected("b");
			assertThat(node.effects(SendEntries.class)).extracting(SendEntries::lastIndex).containsExactly(3L);
		}

		/** S38, S42: what arrived is not sent again. */
		@Test
		void aLostAnswerIsAskedForWithoutSendingTheEntriesAgain() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(2);
			node.elapse(200 * MILLIS).step(new HeartbeatResponse(id("b"), 4, 2, 4));
			assertThat(node.effects(SendEntries.class)).isEmpty();
			assertThat(node.sentTo("b")).extracting(message -> ((AppendEntries) message).previousIndex())
				.containsExactly(4L);
		}

		/** S39. */
		@Test
		void aCaughtUpFollowerIsProbedAndReplicatedToAgainAfterItsConnectionBroke() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			node.core.onDisconnected(id("b"), node.nowNanos);
			assertThat(peerB(node).state()).isEqualTo("PROBE");
			node.step(new HeartbeatResponse(id("b"), 4, 1, 2));
			assertThat(node.sentTo("b")).hasSize(1);
			assertThat(node.acknowledge("b", 2).core.role()).isEqualTo(Role.LEADER);
			assertThat(peerB(node).state()).isEqualTo("REPLICATE");
		}

		@Test
		void aPeerThatConnectsIsSpokenToAtOnce() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			node.core.onConnected(id("c"), node.nowNanos);
			node.elapse(0);
			assertThat(node.sentTo("c")).hasSize(2);
		}

	}

	private static PeerProgress peerB(GivenNode node) {
		assertThat(node.core.peerCount()).isEqualTo(2);
		assertThat(node.core.peer(0).id()).isEqualTo(id("b"));
		return node.core.peer(0);
	}

}
