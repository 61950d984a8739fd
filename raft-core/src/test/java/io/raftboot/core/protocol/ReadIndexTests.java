package io.raftboot.core.protocol;

import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.protocol.RecordingOutput.ReadFailed;
import io.raftboot.core.protocol.RecordingOutput.ReadReady;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

/** Linearizable reads without log entries (Raft §8, thesis 6.4). */
class ReadIndexTests {

	@Nested
	class OnTheLeader {

		/**
		 * "The leader must have the latest information on which entries are committed."
		 */
		@Test
		void noReadIsAnsweredBeforeAnEntryOfTheOwnTermIsCommitted() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2).leader().persisted().read(7, true);
			node.heartbeatAnswered("b", 1).heartbeatAnswered("c", 1);
			node.timeout().heartbeatAnswered("b", 2);
			assertThat(node.effects(ReadReady.class)).isEmpty();
			node.acknowledge("b", 3, 2);
			assertThat(node.core.commitIndex()).isEqualTo(3);
			assertThat(((Heartbeat) node.sentTo("b").get(0)).round()).isEqualTo(3);
			assertThat(node.heartbeatAnswered("b", 3).effects(ReadReady.class)).containsExactly(new ReadReady(7, 3));
		}

		/** "It exchanges heartbeat messages with a majority before responding." */
		@Test
		void aReadWaitsForAQuorumInARoundThatBeganAfterIt() {
			GivenNode node = GivenNode.ofFive(3, null, 1).leader().persisted();
			node.acknowledge("b", 2).acknowledge("c", 2).read(7, false);
			assertThat(((Heartbeat) node.sentTo("b").get(0)).round()).isEqualTo(2);
			node.heartbeatAnswered("b", 1).heartbeatAnswered("c", 1).heartbeatAnswered("d", 1);
			node.heartbeatAnswered("b", 2).heartbeatAnswered("b", 2);
			assertThat(node.effects(ReadReady.class)).isEmpty();
			assertThat(node.heartbeatAnswered("c", 2).effects(ReadReady.class)).containsExactly(new ReadReady(7, 2));
		}

		@Test
		void readsThatArriveDuringARoundShareTheNext() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().read(1, false).read(2, false).read(3, false);
			assertThat(node.effects()).isEmpty();
			node.heartbeatAnswered("b", 2);
			assertThat(node.effects(ReadReady.class)).containsExactly(new ReadReady(1, 2));
			assertThat(node.sentTo("c")).containsExactly(new Heartbeat(id("a"), 4, 0, 3, 500));
			assertThat(node.heartbeatAnswered("b", 3).effects(ReadReady.class)).containsExactly(new ReadReady(2, 2),
					new ReadReady(3, 2));
		}

		/** "It saves its current commit index in a local variable readIndex." */
		@Test
		void aReadsIndexIsTheCommitIndexWhenItCameEvenIfMoreIsCommittedMeanwhile() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().read(7, false).propose(1).persisted();
			node.acknowledge("c", 3, 1);
			assertThat(node.core.commitIndex()).isEqualTo(3);
			assertThat(node.heartbeatAnswered("b", 2).effects(ReadReady.class)).containsExactly(new ReadReady(7, 2));
		}

		/**
		 * The asker of an earlier term may lead this one by now: its rounds of then say
		 * nothing about those of now.
		 */
		@Test
		void theRoundOfAnEarlierTermIsNotSentBack() {
			GivenNode follower = GivenNode.ofThree(4, null, 1).step(heartbeat("b", 3, 0, 9));
			assertThat(follower.sentTo("b")).containsExactly(new HeartbeatResponse(id("a"), 4, 0, 1));
			follower.step(GivenNode.append("b", 3, 1, 1, 0, Entries.of(2)));
			assertThat(follower.sentTo("b")).extracting("round").containsExactly(0L);
			GivenNode leader = GivenNode.ofThree(3, null, 1).leaderWithB().read(7, false);
			leader.step(new HeartbeatResponse(id("b"), 4, 0, 2));
			assertThat(leader.effects(ReadReady.class)).isEmpty();
		}

		/** S77. */
		@Test
		void aLearnersAnswerConfirmsNothing() {
			GivenNode node = GivenNode.in(Entries.members("a b c", "", "d", "e"), 3, null, 1).leaderWithB();
			node.read(7, false).heartbeatAnswered("d", 2).heartbeatAnswered("e", 2);
			assertThat(node.effects(ReadReady.class)).isEmpty();
			assertThat(node.heartbeatAnswered("c", 2).effects(ReadReady.class)).containsExactly(new ReadReady(7, 2));
		}

		/** S77: the others are gone, and with them those the read waited for. */
		@Test
		void aReadThatWaitedForVotersThatLeftIsAnsweredAtTheNextHeartbeat() {
			GivenNode node = GivenNode.in(Entries.voting("a b"), 3, null, 1).leaderWithB();
			node.change(Entries.voting("a")).persisted().read(7, false).acknowledge("b", 3, 1).persisted();
			assertThat(node.core.membership()).isEqualTo(Entries.voting("a"));
			node.elapse(100 * MILLIS);
			assertThat(node.effects(ReadReady.class)).containsExactly(new ReadReady(7, 2));
		}

		/** S74. */
		@Test
		void aLeaderThatCannotReachAQuorumAnswersNoRead() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().read(1, false);
			node.elapse(600 * MILLIS);
			assertThat(node.effects(ReadFailed.class)).containsExactly(new ReadFailed(1));
		}

		@Test
		void aHigherTermFailsTheReadsThatWait() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leader().read(1, false);
			node.step(new ReadIndexRequest(id("b"), 4, 9, false)).step(heartbeat("c", 5, 0));
			assertThat(node.effects(ReadFailed.class)).containsExactly(new ReadFailed(1));
			assertThat(node.sentAfterPersistTo("b")).containsExactly(new ReadIndexResponse(id("a"), 5, 9, -1));
		}

		@Test
		void aFollowersReadIsAnsweredLikeTheLeadersOwn() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			node.step(new ReadIndexRequest(id("c"), 4, 9, false)).heartbeatAnswered("b", 2);
			assertThat(node.sentTo("c")).containsExactly(new ReadIndexResponse(id("a"), 4, 9, 2));
		}

		@Test
		void aSingleVoterAnswersAtOnce() {
			GivenNode node = GivenNode.of(new String[] { "a" }, 1, 0, null).elapse(0).persisted().persisted();
			assertThat(node.read(1, false).effects(ReadReady.class)).containsExactly(new ReadReady(1, 2));
		}

	}

	@Nested
	class ByLease {

		@Test
		void aValidLeaseAnswersAtOnceWhenItMay() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			assertThat(node.read(1, true).effects()).containsExactly(new ReadReady(1, 2));
		}

		/**
		 * P15: from the time of sending, shorter than the followers' refusal by the
		 * drift.
		 */
		@Test
		void theLeaseRunsFromWhenTheAnsweredRoundBegan() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leader().persisted();
			assertThat(node.core.leaseRemainingNanos(node.nowNanos)).isZero();
			node.elapse(40 * MILLIS).acknowledge("b", 2, 1);
			assertThat(node.core.leaseRemainingNanos(node.nowNanos)).isEqualTo(410 * MILLIS);
			node.elapse(60 * MILLIS).elapse(30 * MILLIS).heartbeatAnswered("c", 2);
			assertThat(node.core.leaseRemainingNanos(node.nowNanos)).isEqualTo(420 * MILLIS);
			node.heartbeatAnswered("b", 1);
			assertThat(node.core.leaseRemainingNanos(node.nowNanos + 420 * MILLIS)).isZero();
		}

		@Test
		void anExpiredLeaseFallsBackToAQuorum() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().elapse(451 * MILLIS).read(1, true);
			assertThat(node.effects(ReadReady.class)).isEmpty();
		}

		@Test
		void aSingleVotersLeaseAlwaysHolds() {
			GivenNode node = GivenNode.of(new String[] { "a" }, 1, 0, null).elapse(0).persisted().persisted();
			assertThat(node.core.leaseRemainingNanos(node.nowNanos + 10_000 * MILLIS)).isEqualTo(450 * MILLIS);
		}

		@Test
		void onlyALeaderHasALease() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0));
			assertThat(node.core.leaseRemainingNanos(node.nowNanos)).isZero();
		}

	}

	@Nested
	class OnAFollower {

		private final GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0));

		@Test
		void theLeaderIsAsked() {
			ReadIndexRequest request = ask(7);
			assertThat(request.leaseAllowed()).isFalse();
			this.node.step(new ReadIndexResponse(id("b"), 3, request.readId(), 5));
			assertThat(this.node.effects()).containsExactly(new ReadReady(7, 5));
			this.node.step(new ReadIndexResponse(id("b"), 3, request.readId(), 6));
			assertThat(this.node.effects()).isEmpty();
		}

		@Test
		void aRefusalFailsTheRead() {
			ReadIndexRequest request = ask(7);
			this.node.step(new ReadIndexResponse(id("b"), 3, request.readId(), -1));
			assertThat(this.node.effects()).containsExactly(new ReadFailed(7));
		}

		@Test
		void aLostRequestIsRepeatedAndGivenUpAfterTwoElectionTimeouts() {
			ReadIndexRequest request = ask(7);
			long asked = this.node.nowNanos;
			int repeated = 0;
			while (this.node.timeout().effects(ReadFailed.class).isEmpty()) {
				repeated += this.node.sentTo("b").contains(request) ? 1 : 0;
				this.node.step(heartbeat("b", 3, 0));
				assertThat(this.node.nowNanos - asked).isLessThan(1000 * MILLIS);
			}
			assertThat(this.node.nowNanos - asked).isEqualTo(1000 * MILLIS);
			assertThat(repeated).isEqualTo(9);
			assertThat(this.node.elapse(100 * MILLIS).sentTo("b")).isEmpty();
		}

		@Test
		void anotherLeaderFailsTheReadsThatWait() {
			ask(7);
			this.node.step(heartbeat("c", 4, 0));
			assertThat(this.node.effects(ReadFailed.class)).containsExactly(new ReadFailed(7));
		}

		@Test
		void withoutALeaderAReadFailsAtOnce() {
			GivenNode lonely = GivenNode.ofThree(3, null, 1);
			assertThat(lonely.read(7, false).effects()).containsExactly(new ReadFailed(7));
		}

		@Test
		void anAnswerToAnEarlierLifeIsNotTakenForOneToThis() {
			ReadIndexRequest before = ask(1);
			GivenNode restarted = GivenNode.of(new String[] { "a", "b", "c" }, 99, 3, null, 1);
			restarted.step(heartbeat("b", 3, 0)).read(1, false);
			restarted.step(new ReadIndexResponse(id("b"), 3, before.readId(), 1));
			assertThat(restarted.effects()).isEmpty();
		}

		@Test
		void aLeaderIsToldThatThisNodeDoesNotLead() {
			this.node.step(new ReadIndexRequest(id("c"), 3, 5, false));
			assertThat(this.node.sentTo("c")).containsExactly(new ReadIndexResponse(id("a"), 3, 5, -1));
		}

		private ReadIndexRequest ask(long readId) {
			Message sent = this.node.read(readId, false).sentTo("b").get(0);
			return (ReadIndexRequest) sent;
		}

	}

	@Test
	void roundTripsAndContactsAreMeasured() {
		GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
		assertThat(node.core.peer(1).lastContactNanos(node.nowNanos)).isEqualTo(-1);
		assertThat(node.core.peer(1).roundTripNanos()).isEqualTo(-1);
		node.elapse(100 * MILLIS);
		node.elapse(3 * MILLIS).step(new HeartbeatResponse(id("c"), 4, 2, 2));
		assertThat(node.core.peer(1).roundTripNanos()).isEqualTo(3 * MILLIS);
		node.elapse(1 * MILLIS);
		assertThat(node.core.peer(1).lastContactNanos(node.nowNanos)).isEqualTo(1 * MILLIS);
	}

}
