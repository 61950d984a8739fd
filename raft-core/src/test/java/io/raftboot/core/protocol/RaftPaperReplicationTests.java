package io.raftboot.core.protocol;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.protocol.RecordingOutput.Append;
import io.raftboot.core.protocol.RecordingOutput.Commit;
import io.raftboot.core.protocol.RecordingOutput.SendEntries;
import io.raftboot.core.protocol.RecordingOutput.Truncate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.SETTINGS;
import static io.raftboot.core.protocol.GivenNode.append;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The sentences of the Raft paper on replication, one test each. */
class RaftPaperReplicationTests {

	@Nested
	class Section53LogReplication {

		/** "...issues AppendEntries RPCs in parallel to each of the other servers." */
		@Test
		void aCommandGoesToAllOthersInParallel() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().acknowledge("c", 2).propose(1);
			assertThat(node.effects(SendEntries.class)).extracting(SendEntries::to).containsExactly(id("b"), id("c"));
			assertThat(node.effects(SendEntries.class)).extracting(SendEntries::lastIndex).containsExactly(3L, 3L);
		}

		/** "The leader retries indefinitely, even after it has responded." */
		@Test
		void aFollowerThatDoesNotAnswerIsTriedAgainForeverAlsoAfterTheCommit() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			assertThat(node.core.commitIndex()).isEqualTo(2);
			for (int i = 0; i < 20; i++) {
				node.elapse(SETTINGS.heartbeatIntervalNanos() + MILLIS).heartbeatAnswered("b", node.latestRound());
				node.elapse(SETTINGS.heartbeatIntervalNanos() + MILLIS).heartbeatAnswered("b", node.latestRound());
				node.step(new HeartbeatResponse(id("c"), 4, node.latestRound(), 1));
				assertThat(node.sentTo("c")).extracting(message -> ((AppendEntries) message).previousIndex())
					.containsExactly(1L);
			}
		}

		/** "This also commits all preceding entries, of previous leaders, too." */
		@Test
		void anEntryCommitsAllBeforeIt() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2, 2, 3).leader().persisted().acknowledge("b", 5);
			assertThat(node.effects(Commit.class)).containsExactly(new Commit(5));
		}

		/** "It includes that index in future AppendEntries (including heartbeats)." */
		@Test
		void theCommitIndexTravelsInLaterMessages() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(1);
			assertThat(node.effects(SendEntries.class).get(0).header().commitIndex()).isEqualTo(2);
			node.persisted().acknowledge("b", 3).elapse(SETTINGS.heartbeatIntervalNanos());
			assertThat(node.sentTo("b")).extracting(message -> ((Heartbeat) message).commitIndex()).containsExactly(3L);
		}

		/** "A leader never overwrites or deletes entries in its own log." */
		@Test
		void aLeaderOnlyAppends() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2, 3).leader();
			assertThat(node.effects(Truncate.class)).isEmpty();
			assertThat(node.effects(Append.class).get(0).batch().firstIndex()).isEqualTo(4);
			node.step(new AppendResponse(id("b"), 4, false, 3, 1, 1, 1)).propose(1);
			assertThat(node.effects(Truncate.class)).isEmpty();
			assertThat(node.core.lastIndex()).isEqualTo(5);
		}

		/** "A single slow follower will not impact performance." */
		@Test
		void aFollowerThatNeverAnswersDoesNotDelayTheOthers() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			for (int i = 0; i < 10; i++) {
				node.propose(1);
				assertThat(node.effects(SendEntries.class)).extracting(SendEntries::to).containsExactly(id("b"));
				node.persisted().acknowledge("b", node.core.lastIndex());
				assertThat(node.core.commitIndex()).isEqualTo(node.core.lastIndex());
			}
		}

		/**
		 * "AppendEntries 2: reply false if log doesn't contain an entry at prevLogIndex."
		 */
		@Test
		void entriesBehindAGapAreRefusedWithTheEndOfTheLog() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2).step(append("b", 3, 7, 3, 0, Entries.of(8, 3)));
			assertThat(node.sentTo("b")).containsExactly(new AppendResponse(id("a"), 3, false, 7, 2, 2, 1));
			assertThat(node.core.lastIndex()).isEqualTo(2);
		}

		/**
		 * "...whose term matches prevLogTerm"; the hint skips all of the conflicting
		 * term.
		 */
		@Test
		void entriesBehindAConflictAreRefusedWithTheLastPlaceThatMayAgree() {
			GivenNode node = GivenNode.ofThree(5, null, 1, 2, 4, 4, 4).step(append("b", 5, 5, 3, 0, Entries.of(6, 5)));
			assertThat(node.sentTo("b")).containsExactly(new AppendResponse(id("a"), 5, false, 5, 2, 2, 1));
		}

		/** "AppendEntries 3: delete the existing entry and all that follow it." */
		@Test
		void aConflictingEntryAndAllBehindItAreReplaced() {
			GivenNode node = GivenNode.ofThree(5, null, 1, 2, 2, 2).step(append("b", 5, 1, 1, 0, Entries.of(2, 2, 5)));
			assertThat(node.effects(Truncate.class)).containsExactly(new Truncate(3));
			assertThat(node.effects(Append.class)).hasSize(1);
			assertThat(node.core.lastIndex()).isEqualTo(3);
			assertThat(node.core.termOf(2)).isEqualTo(2);
			assertThat(node.core.termOf(3)).isEqualTo(5);
			assertThat(node.core.durableIndex()).isEqualTo(2);
		}

		/** State machine safety: fail-stop rather than forget what was promised. */
		@Test
		void aCommittedEntryIsNeverTruncated() {
			GivenNode node = GivenNode.ofThree(5, null, 1, 5).step(append("b", 5, 2, 5, 2, Entries.of(3)));
			assertThat(node.core.commitIndex()).isEqualTo(2);
			assertThatExceptionOfType(InvariantViolation.class)
				.isThrownBy(() -> node.step(append("c", 6, 1, 1, 0, Entries.of(2, 6))));
		}

		/** S30: a late message with a prefix of what is there removes nothing. */
		@Test
		void aStaleAppendNeverTruncatesWhatMatches() {
			GivenNode node = GivenNode.ofThree(5, null, 1, 5, 5, 5).step(append("b", 5, 1, 1, 0, Entries.of(2, 5)));
			assertThat(node.effects(Truncate.class)).isEmpty();
			assertThat(node.effects(Append.class)).isEmpty();
			assertThat(node.core.lastIndex()).isEqualTo(4);
			assertThat(node.sentAfterPersistTo("b")).as("only what the message showed is acknowledged")
				.containsExactly(new AppendResponse(id("a"), 5, true, 2, 0, 0, 1));
		}

		/** "AppendEntries 4: append any new entries not already in the log." */
		@Test
		void anAppendThatOverlapsAddsOnlyWhatIsNew() {
			GivenNode node = GivenNode.ofThree(5, null, 1, 5).step(append("b", 5, 1, 1, 0, Entries.of(2, 5, 5)));
			assertThat(node.effects(Truncate.class)).isEmpty();
			assertThat(node.effects(Append.class)).extracting(append -> append.batch().firstIndex())
				.containsExactly(3L);
		}

		@Test
		void anAcknowledgementWaitsForTheDisk() {
			GivenNode node = GivenNode.ofThree(5, null, 1).step(append("b", 5, 1, 1, 0, Entries.of(2, 5)));
			assertThat(node.sentTo("b")).isEmpty();
			assertThat(node.sentAfterPersistTo("b")).containsExactly(new AppendResponse(id("a"), 5, true, 2, 0, 0, 1));
			assertThat(node.core.durableIndex()).isEqualTo(1);
			assertThat(node.persisted().core.durableIndex()).isEqualTo(2);
		}

		/** "AppendEntries 5: min(leaderCommit, index of last new entry)." */
		@Test
		void nothingIsCommittedBeyondWhatMatches() {
			GivenNode node = GivenNode.ofThree(5, null, 1, 2, 2).step(heartbeat("b", 5, 3));
			assertThat(node.core.commitIndex()).as("nothing is known to match").isZero();
			node.step(append("b", 5, 1, 1, 3, Entries.of(2, 2)));
			assertThat(node.effects(Commit.class)).containsExactly(new Commit(2));
			assertThat(node.step(heartbeat("b", 5, 3)).core.commitIndex()).isEqualTo(2);
		}

		@Test
		void aTermsVerifiedEntriesSayNothingAboutTheNextTerms() {
			GivenNode node = GivenNode.ofThree(5, null, 1, 2, 2).step(append("b", 5, 3, 2, 0, Entries.of(4)));
			node.step(heartbeat("c", 6, 3));
			assertThat(node.core.commitIndex()).isZero();
		}

	}

}
