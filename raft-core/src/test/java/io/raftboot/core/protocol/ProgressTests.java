package io.raftboot.core.protocol;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.GivenNode.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Raft figure 2, "nextIndex[] and matchIndex[]", by events of one peer: it has reached
 * entry 5, everything is replicated, and the limit is 4 messages on their way.
 */
class ProgressTests {

	private static final long PATIENCE = 200;

	private final Progress peer = new Progress(Entries.id("b"), 6, 0, -500);

	ProgressTests() {
		this.peer.sent(5, 0, 0, 0);
		this.peer.acknowledged(5, 0, 0);
		assertThat(this.peer.state()).isEqualTo("REPLICATE");
	}

	@Nested
	class Limits {

		@Test
		void whatIsLostIsNoLongerOnItsWay() {
			fill();
			assertThat(peer.maySend(SETTINGS)).isFalse();
			peer.disconnected();
			assertThat(peer.inFlight()).isZero();
			peer.sent(5, 0, 0, 10);
			peer.acknowledged(5, 0, 20);
			assertThat(peer.state()).isEqualTo("REPLICATE");
			assertThat(peer.maySend(SETTINGS)).isTrue();
		}

		@Test
		void aSnapshotTakesThePlaceOfAllThatWasOnItsWay() {
			fill();
			peer.snapshotSent(20);
			assertThat(peer.state()).isEqualTo("SNAPSHOT");
			assertThat(peer.inFlight()).isZero();
			assertThat(peer.maySend(SETTINGS)).isFalse();
			assertThat(peer.isReplicating()).isFalse();
			peer.acknowledged(20, 20, 30);
			assertThat(peer.state()).isEqualTo("REPLICATE");
			assertThat(peer.nextIndex()).isEqualTo(21);
			assertThat(peer.maySend(SETTINGS)).isTrue();
		}

		private void fill() {
			for (long index = 6; index <= 9; index++) {
				peer.sent(index, 32, 0, 0);
			}
		}

	}

	@Nested
	class Refusals {

		/** "If AppendEntries fails because of log inconsistency: decrement nextIndex". */
		@Test
		void lowerNextButNeverToWhatIsKnownToMatch() {
			peer.sent(9, 32, 0, 0);
			assertThat(peer.refused(9, 2)).isTrue();
			assertThat(peer.nextIndex()).isEqualTo(6);
			assertThat(peer.state()).isEqualTo("PROBE");
		}

		@Test
		void ofWhatMatchesAreOld() {
			assertThat(peer.refused(5, 4)).isFalse();
			assertThat(peer.state()).isEqualTo("REPLICATE");
			assertThat(peer.refused(6, 5)).isTrue();
		}

	}

	@Nested
	class Suspicion {

		@Test
		void needsPatience() {
			peer.sent(6, 32, 0, 1000);
			peer.suspectLoss(5, PATIENCE, 1199);
			assertThat(peer.state()).isEqualTo("REPLICATE");
			peer.suspectLoss(5, PATIENCE, 1200);
			assertThat(peer.state()).isEqualTo("PROBE");
			assertThat(peer.nextIndex()).isEqualTo(6);
		}

		@Test
		void countsFromTheOldestMessageThatIsNotAnswered() {
			peer.sent(6, 32, 0, 1000);
			peer.sent(7, 32, 0, 1150);
			peer.suspectLoss(5, PATIENCE, 1200);
			assertThat(peer.state()).isEqualTo("PROBE");
		}

		@Test
		void countsFromTheLatestAnswerThatBroughtSomethingNew() {
			peer.sent(6, 32, 0, 1000);
			peer.sent(7, 32, 0, 1000);
			peer.acknowledged(6, 0, 1100);
			peer.acknowledged(6, 0, 1250);
			peer.suspectLoss(6, PATIENCE, 1299);
			assertThat(peer.state()).isEqualTo("REPLICATE");
			peer.suspectLoss(6, PATIENCE, 1300);
			assertThat(peer.state()).isEqualTo("PROBE");
		}

		@Test
		void hasMorePatienceUntilALargeMessageIsAnswered() {
			peer.sent(6, 32 << 20, 0, 1000);
			peer.suspectLoss(5, PATIENCE, 1_000_000_000L);
			assertThat(peer.state()).isEqualTo("REPLICATE");
			peer.sent(7, 32, 0, 1_000_000_000L);
			peer.acknowledged(6, 0, 1_000_000_000L);
			peer.suspectLoss(6, PATIENCE, 1_000_000_000L + PATIENCE);
			assertThat(peer.state()).isEqualTo("PROBE");
		}

		@Test
		void endsTheWaitForALargeMessageThatIsLost() {
			peer.sent(6, 32 << 20, 0, 1000);
			peer.suspectLoss(5, PATIENCE, 2_000_000_000L);
			assertThat(peer.state()).isEqualTo("PROBE");
		}

		@Test
		void hasMorePatienceWithALargeProbe() {
			peer.disconnected();
			peer.sent(6, 32 << 20, 0, 1000);
			peer.suspectLoss(5, PATIENCE, 1_000_000_000L);
			assertThat(peer.maySend(SETTINGS)).isFalse();
			peer.suspectLoss(5, PATIENCE, 2_000_000_000L);
			assertThat(peer.maySend(SETTINGS)).isTrue();
		}

		@Test
		void isOfNoUseWhenNothingIsOnItsWay() {
			peer.suspectLoss(5, PATIENCE, 9999);
			assertThat(peer.state()).isEqualTo("REPLICATE");
		}

	}

	@Nested
	class Snapshots {

		/**
		 * It shows that it is alive first: one attempt follows the other with a pause.
		 */
		@Test
		void aFailureIsFollowedByAProbeAfterAWhile() {
			peer.snapshotSent(20);
			peer.snapshotFailed(1000);
			assertThat(peer.state()).isEqualTo("PROBE");
			assertThat(peer.maySend(SETTINGS)).isFalse();
			peer.suspectLoss(5, PATIENCE, 1199);
			assertThat(peer.maySend(SETTINGS)).isFalse();
			peer.suspectLoss(5, PATIENCE, 1200);
			assertThat(peer.maySend(SETTINGS)).isTrue();
		}

		@Test
		void aFailureOfWhatIsNotAwaitedChangesNothing() {
			peer.snapshotFailed(1000);
			assertThat(peer.state()).isEqualTo("REPLICATE");
		}

		@Test
		void aPeerIsServedOnFromWhereTheLogBeginsEvenBelowTheSnapshot() {
			peer.snapshotSent(20);
			peer.acknowledged(9, 10, 0);
			assertThat(peer.state()).isEqualTo("SNAPSHOT");
			peer.acknowledged(10, 10, 0);
			assertThat(peer.state()).isEqualTo("REPLICATE");
		}

		@Test
		void aLongEnoughLogMaySpeakForTheSnapshot() {
			assertThat(peer.mayHaveSnapshot(99)).as("it awaits none").isFalse();
			peer.snapshotSent(20);
			assertThat(peer.mayHaveSnapshot(19)).isFalse();
			assertThat(peer.mayHaveSnapshot(20)).isTrue();
		}

	}

	@Nested
	class Commits {

		@Test
		void areToldOnceToWhoAwaitsNothingElse() {
			assertThat(peer.needsCommit(5)).isTrue();
			assertThat(peer.needsCommit(0)).isFalse();
			peer.heartbeatSent(1, 5, 0);
			assertThat(peer.needsCommit(5)).isFalse();
			assertThat(peer.needsCommit(9)).as("it has no more than 5").isFalse();
		}

		@Test
		void travelWithEntriesAsFarAsThoseReach() {
			peer.sent(7, 32, 9, 0);
			assertThat(peer.commitSent()).isEqualTo(7);
			assertThat(peer.needsCommit(5)).as("entries are on their way").isFalse();
			peer.heartbeatSent(1, 5, 0);
			assertThat(peer.commitSent()).as("never lower").isEqualTo(7);
		}

		@Test
		void areToldAgainWhenTheConnectionBroke() {
			peer.heartbeatSent(1, 5, 0);
			peer.disconnected();
			assertThat(peer.commitSent()).isZero();
		}

	}

	/** Round 0 is none: the answer was to a message of an earlier term. */
	@Nested
	class RoundZero {

		@Test
		void extendsNoLease() {
			QuorumRound rounds = new QuorumRound();
			peer.answered(0, rounds, 1000);
			assertThat(peer.acknowledgedSendNanos()).isEqualTo(-500);
			assertThat(peer.lastContactNanos(1001)).isEqualTo(1);
			rounds.begin(1002);
			peer.answered(1, rounds, 1005);
			assertThat(peer.acknowledgedSendNanos()).isEqualTo(1002);
		}

		@Test
		void measuresNoRoundTrip() {
			peer.heartbeatAnswered(0, 1000);
			assertThat(peer.roundTripNanos()).isEqualTo(-1);
			peer.heartbeatSent(1, 0, 1000);
			peer.heartbeatAnswered(1, 1003);
			assertThat(peer.roundTripNanos()).isEqualTo(3);
			peer.heartbeatSent(2, 0, 2000);
			peer.heartbeatAnswered(1, 2009);
			assertThat(peer.roundTripNanos()).as("an answer to an earlier one").isEqualTo(3);
		}

	}

}
