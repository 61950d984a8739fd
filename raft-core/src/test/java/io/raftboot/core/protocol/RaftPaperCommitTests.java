package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RecordingOutput.Append;
import io.raftboot.core.protocol.RecordingOutput.Commit;
import io.raftboot.core.protocol.RecordingOutput.ReadFailed;
import io.raftboot.core.protocol.RecordingOutput.ReadReady;
import io.raftboot.core.protocol.RecordingOutput.SendEntries;
import io.raftboot.core.protocol.RecordingOutput.Truncate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.GivenNode.append;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static io.raftboot.core.protocol.GivenNode.vote;
import static io.raftboot.core.protocol.GivenNode.voteRequest;
import static org.assertj.core.api.Assertions.assertThat;

/** The sentences of the Raft paper on what is committed, one test each. */
class RaftPaperCommitTests {

	@Nested
	class Section542CommittingEntriesFromPreviousTerms {

		/** Figure 8: a term-2 entry on a majority may still be overwritten. */
		@Test
		void anEntryOfAnEarlierTermIsNotCommittedByCounting() {
			GivenNode node = GivenNode.ofFive(3, null, 1, 2).leader().persisted();
			assertThat(node.core.term()).isEqualTo(4);
			node.acknowledge("b", 2).acknowledge("c", 2);
			assertThat(node.core.commitIndex()).isZero();
			node.acknowledge("b", 3);
			assertThat(node.core.commitIndex()).isZero();
			node.acknowledge("c", 3);
			assertThat(node.effects(Commit.class)).containsExactly(new Commit(3));
		}

	}

	/** Five servers S1 to S5; terms of their logs as drawn, behind the configuration. */
	@Nested
	class Figure8 {

		/** S1 led term 2 and reached S2 only. */
		@Test
		void inBTheTwoWithTheEntryRefuseS5AndTheTwoWithoutElectIt() {
			GivenNode s2 = GivenNode.ofFive(2, "b", 1, 2).step(voteRequest("e", 3, 1, 1));
			assertThat(s2.core.votedFor()).isNull();
			GivenNode s3 = GivenNode.ofFive(2, "b", 1).step(voteRequest("e", 3, 1, 1));
			assertThat(s3.core.votedFor()).isEqualTo(id("e"));
		}

		/** S1 leads again, in term 4, and brings the entry of term 2 to a majority. */
		@Test
		void inCTheEntryOnAMajorityIsNotCommitted() {
			GivenNode s1 = s1InC();
			assertThat(s1.acknowledge("b", 2).acknowledge("c", 2).acknowledge("d", 2).core.commitIndex()).isZero();
		}

		/** S1 crashes; S5 has (2, term 3). */
		@Test
		void inDS5IsElectedByThoseThatHaveTheEntryAndOverwritesIt() {
			GivenNode s3 = GivenNode.ofFive(4, "a", 1, 2).step(voteRequest("e", 5, 3, 2));
			assertThat(s3.core.votedFor()).isEqualTo(id("e"));
			s3.persisted().step(append("e", 5, 1, 1, 0, Entries.of(2, 3, 5)));
			assertThat(s3.effects(Truncate.class)).containsExactly(new Truncate(2));
			assertThat(s3.core.termOf(2)).isEqualTo(3);
		}

		/** S1 brought an entry of its own term to a majority before it crashed. */
		@Test
		void inETheEntryOfTheOwnTermCommitsTheOlderOne() {
			GivenNode s1 = s1InC().acknowledge("b", 3).acknowledge("c", 3);
			assertThat(s1.effects(Commit.class)).containsExactly(new Commit(3));
		}

		@Test
		void inES5CannotWinAnElection() {
			GivenNode s2 = GivenNode.ofFive(4, "a", 1, 2, 4).step(voteRequest("e", 5, 3, 2));
			assertThat(s2.core.votedFor()).isNull();
			GivenNode s4 = GivenNode.ofFive(4, "a", 1).step(voteRequest("e", 5, 3, 2));
			assertThat(s4.core.votedFor()).isEqualTo(id("e"));
			GivenNode s5 = GivenNode.ofFive(4, null, 1, 3).candidate().persisted();
			s5.step(vote("b", 5, false)).step(vote("c", 5, false)).step(vote("d", 5, true));
			assertThat(s5.core.role()).isEqualTo(Role.CANDIDATE);
		}

		/** A leader of a later term, with the entry on everybody, still waits. */
		@Test
		void evenOnAllServersTheOldEntryWaitsForOneOfTheOwnTerm() {
			GivenNode s1 = s1InC().acknowledge("b", 2).acknowledge("c", 2).acknowledge("d", 2).acknowledge("e", 2);
			assertThat(s1.core.commitIndex()).isZero();
		}

		/** The own disk has the own entry, and one other: two of five. */
		@Test
		void anEntryOfTheOwnTermOnAMinorityCommitsNothing() {
			GivenNode s1 = s1InC().acknowledge("b", 3).acknowledge("c", 2).acknowledge("d", 2);
			assertThat(s1.core.commitIndex()).isZero();
		}

		private GivenNode s1InC() {
			GivenNode s1 = GivenNode.ofFive(3, null, 1, 2).leader().persisted();
			assertThat(s1.core.term()).isEqualTo(4);
			return s1;
		}

	}

	@Nested
	class Section8ClientInteraction {

		/** "It will reject the request and supply information about the leader." */
		@Test
		void aServerThatDoesNotLeadRefusesCommandsAndNamesTheLeader() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("c", 3, 0));
			assertThat(node.core.propose(Entries.of(2, 3), node.nowNanos)).isEqualTo(RaftCore.NOT_LEADER);
			assertThat(node.effects(Append.class)).isEmpty();
			assertThat(node.core.leader()).isEqualTo(id("c"));
		}

		/** S28, "It needs to commit an entry from its term." */
		@Test
		void theNoOpCommitsWhatEarlierTermsLeftWithoutAnyCommand() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2, 2).leader().persisted().acknowledge("c", 4);
			assertThat(node.effects(Commit.class)).containsExactly(new Commit(4));
		}

		/** "A leader must check whether it has been deposed before a read." */
		@Test
		void aReadIsAnsweredAfterAMajorityConfirmedThatItLeads() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().read(7, false);
			assertThat(node.effects(ReadReady.class)).isEmpty();
			assertThat(node.heartbeatAnswered("b", node.latestRound()).effects(ReadReady.class))
				.containsExactly(new ReadReady(7, 2));
		}

		@Test
		void aDeposedLeaderAnswersNoRead() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().read(7, false).step(heartbeat("c", 5, 0));
			assertThat(node.effects(ReadFailed.class)).containsExactly(new ReadFailed(7));
		}

		/** "Each leader commits a blank no-op entry at the start of its term." */
		@Test
		void aLeaderOpensItsTermWithANoOp() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2).leader();
			List<Append> appends = node.effects(Append.class);
			assertThat(appends).hasSize(1);
			assertThat(appends.get(0).batch().firstIndex()).isEqualTo(3);
			assertThat(appends.get(0).batch().lastTerm()).isEqualTo(4);
			var cursor = appends.get(0).batch().cursor();
			cursor.next();
			assertThat(cursor.type()).isEqualTo(EntryType.NO_OP);
			assertThat(node.effects(SendEntries.class)).extracting(SendEntries::lastIndex).containsExactly(3L, 3L);
		}

	}

}
