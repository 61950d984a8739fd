package io.raftboot.core.protocol;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;
import io.raftboot.core.protocol.RecordingOutput.Persist;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.SETTINGS;
import static io.raftboot.core.protocol.GivenNode.append;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static io.raftboot.core.protocol.GivenNode.preVoteRequest;
import static io.raftboot.core.protocol.GivenNode.vote;
import static io.raftboot.core.protocol.GivenNode.voteRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The sentences of the Raft paper on terms and elections, one test each. */
class RaftPaperElectionTests {

	@Nested
	class Section51Terms {

		/** "If one server's current term is smaller than the other's, it updates it." */
		@Test
		void aHigherTermIsAdoptedWithoutAVoteInIt() {
			GivenNode node = GivenNode.ofThree(2, "a", 1).step(heartbeat("b", 5, 0));
			assertThat(node.core.term()).isEqualTo(5);
			assertThat(node.effects(Persist.class)).containsExactly(new Persist(1, new HardState(5, null)));
		}

		/** Terms leave a node only when they are durable. */
		@Test
		void anAnswerInANewTermWaitsForTheDisk() {
			GivenNode node = GivenNode.ofThree(2, null, 1).step(heartbeat("b", 5, 0));
			assertThat(node.sentTo("b")).isEmpty();
			assertThat(node.sentAfterPersistTo("b")).containsExactly(new HeartbeatResponse(id("a"), 5, 1, 1));
		}

		/** "If a candidate or leader discovers that its term is out of date..." */
		@Test
		void aLeaderWithAnOldTermBecomesAFollower() {
			GivenNode node = GivenNode.ofThree(1, null, 1).leader();
			node.step(new HeartbeatResponse(id("c"), 9, 1, 1));
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(node.core.term()).isEqualTo(9);
			assertThat(node.core.votedFor()).isNull();
		}

		@Test
		void aCandidateWithAnOldTermBecomesAFollower() {
			GivenNode node = GivenNode.ofThree(1, null, 1).candidate().step(vote("b", 4, false));
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(node.core.term()).isEqualTo(4);
		}

		/** "If a server receives a request with a stale term number, it rejects it." */
		@Test
		void aRequestOfAnOldTermIsRefusedWithTheCurrentOne() {
			GivenNode node = GivenNode.ofThree(7, null, 1);
			assertThat(node.step(voteRequest("b", 3, 9, 9)).sentTo("b"))
				.containsExactly(new VoteResponse(id("a"), 7, false, 11));
			assertThat(node.step(append("b", 3, 1, 1, 1, Entries.of(2, 3))).sentTo("b"))
				.containsExactly(new AppendResponse(id("a"), 7, false, 1, 0, 0, 0));
			assertThat(node.step(heartbeat("b", 3, 1)).sentTo("b"))
				.containsExactly(new HeartbeatResponse(id("a"), 7, 0, 1));
			assertThat(node.step(new ReadIndexRequest(id("b"), 3, 1, false)).sentTo("b"))
				.containsExactly(new ReadIndexResponse(id("a"), 7, 1, -1));
			assertThat(node.step(preVoteRequest("b", 3, 9, 9)).sentTo("b"))
				.containsExactly(new PreVoteResponse(id("a"), 7, 4, false));
			assertThat(node.core.lastIndex()).isEqualTo(1);
			assertThat(node.core.commitIndex()).isZero();
			assertThat(node.core.leader()).isNull();
		}

	}

	@Nested
	class Section52LeaderElection {

		/** "When servers start up, they begin as followers." */
		@Test
		void aNodeStartsAsAFollower() {
			assertThat(GivenNode.ofThree(3, null, 1).core.role()).isEqualTo(Role.FOLLOWER);
		}

		/** "Election timeouts are chosen randomly from a fixed interval." */
		@Test
		void electionTimeoutsAreSpreadOverOneToTwoTimeouts() {
			Set<Long> timeouts = new HashSet<>();
			for (long seed = 0; seed < 200; seed++) {
				GivenNode node = GivenNode.of(new String[] { "a", "b", "c" }, seed, 1, null, 1);
				timeouts.add(node.core.nextDeadlineNanos());
			}
			assertThat(timeouts).hasSizeGreaterThan(190)
				.allSatisfy(timeout -> assertThat(timeout).isBetween(500 * MILLIS, 1000 * MILLIS));
		}

		/** "It increments its current term and transitions to candidate state." */
		@Test
		void aCandidateVotesForItselfInANewTermAndAsksAllOthersWhenThatIsDurable() {
			GivenNode node = GivenNode.ofThree(3, "b", 1, 3).candidate();
			assertThat(node.effects(Persist.class)).containsExactly(new Persist(1, new HardState(4, id("a"))));
			assertThat(node.sentTo("b")).isEmpty();
			assertThat(node.sentAfterPersistTo("b")).containsExactly(new VoteRequest(id("a"), 4, 2, 3, false));
			assertThat(node.sentAfterPersistTo("c")).containsExactly(new VoteRequest(id("a"), 4, 2, 3, false));
		}

		@Test
		void aCandidatesOwnVoteCountsOnlyWhenDurable() {
			GivenNode node = GivenNode.ofThree(3, null, 1).candidate().step(vote("b", 4, true));
			assertThat(node.core.role()).isEqualTo(Role.CANDIDATE);
			node.persisted();
			assertThat(node.core.role()).isEqualTo(Role.LEADER);
		}

		/** "A candidate wins an election if it receives votes from a majority." */
		@Test
		void aVoteOfOneOutOfFiveIsNotEnough() {
			GivenNode node = GivenNode.ofFive(3, null, 1).candidate().persisted();
			node.step(vote("b", 4, true)).step(vote("b", 4, true)).step(vote("x", 4, true)).step(vote("d", 4, false));
			assertThat(node.core.role()).isEqualTo(Role.CANDIDATE);
			assertThat(node.step(vote("c", 4, true)).core.role()).isEqualTo(Role.LEADER);
		}

		/** "Each server will vote for at most one candidate in a given term, fcfs." */
		@Test
		void oneVotePerTerm() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(voteRequest("b", 4, 1, 1));
			assertThat(node.effects(Persist.class)).last().isEqualTo(new Persist(2, new HardState(4, id("b"))));
			assertThat(node.sentTo("b")).isEmpty();
			assertThat(node.sentAfterPersistTo("b")).containsExactly(new VoteResponse(id("a"), 4, true, 11));
			node.persisted().step(voteRequest("c", 4, 1, 1));
			assertThat(node.sentTo("c")).containsExactly(new VoteResponse(id("a"), 4, false, 11));
			node.step(voteRequest("b", 4, 1, 1));
			assertThat(node.sentAfterPersistTo("b")).containsExactly(new VoteResponse(id("a"), 4, true, 11));
		}

		@Test
		void aVoteSurvivesARestart() {
			GivenNode node = GivenNode.ofThree(4, "b", 1).step(voteRequest("c", 4, 1, 1));
			assertThat(node.sentTo("c")).containsExactly(new VoteResponse(id("a"), 4, false, 11));
		}

		@Test
		void aVoteSurvivesEveryChangeOfRoleWithinItsTerm() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leader();
			node.core.stepDown(node.nowNanos);
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(node.core.votedFor()).isEqualTo(id("a"));
			node.step(voteRequest("c", 4, 9, 9));
			assertThat(node.sentTo("c")).containsExactly(new VoteResponse(id("a"), 4, false, 11));
		}

		/** "While waiting for votes, a candidate may receive an AppendEntries RPC." */
		@Test
		void aCandidateConcedesToALeaderOfItsTerm() {
			GivenNode node = GivenNode.ofThree(3, null, 1).candidate().persisted();
			node.step(append("b", 4, 1, 1, 0, Entries.of(2, 4)));
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(node.core.term()).isEqualTo(4);
			assertThat(node.core.votedFor()).isEqualTo(id("a"));
			assertThat(node.core.leader()).isEqualTo(id("b"));
			assertThat(node.core.lastIndex()).isEqualTo(2);
		}

		/** "...otherwise it rejects the RPC and continues in candidate state." */
		@Test
		void aCandidateRefusesALeaderOfAnEarlierTermAndGoesOn() {
			GivenNode node = GivenNode.ofThree(3, null, 1).candidate().persisted();
			node.step(append("b", 3, 1, 1, 0, Entries.of(2, 3)));
			assertThat(node.core.role()).isEqualTo(Role.CANDIDATE);
			assertThat(node.sentTo("b")).containsExactly(new AppendResponse(id("a"), 4, false, 1, 0, 0, 0));
		}

		/** S02: "each candidate restarts its randomized election timeout". */
		@Test
		void eachElectionHasARandomTimeoutOfItsOwn() {
			Set<Long> timeouts = new HashSet<>();
			GivenNode node = GivenNode.ofThree(3, null, 1);
			for (int i = 0; i < 20; i++) {
				node.timeout();
				timeouts.add(node.core.nextDeadlineNanos() - node.nowNanos);
			}
			assertThat(timeouts).hasSizeGreaterThan(15);
		}

		/** S09: an answer to an earlier election does not count in this one. */
		@Test
		void aVoteOfAnEarlierTermIsNotCounted() {
			GivenNode node = GivenNode.ofThree(3, null, 1).candidate().persisted().candidate().persisted();
			assertThat(node.core.term()).isEqualTo(5);
			assertThat(node.step(vote("b", 4, true)).core.role()).isEqualTo(Role.CANDIDATE);
		}

		/** "Each candidate will time out and start a new election." */
		@Test
		void aSplitVoteEndsInANewElectionThatBeginsWithPreVotes() {
			GivenNode node = GivenNode.ofThree(3, null, 1).candidate().persisted().timeout();
			assertThat(node.core.role()).isEqualTo(Role.PRE_CANDIDATE);
			assertThat(node.core.term()).isEqualTo(4);
			assertThat(node.sentTo("b")).containsExactly(new PreVoteRequest(id("a"), 4, 5, 1, 1));
		}

		/** "It then sends heartbeat messages to all of the other servers." */
		@Test
		void aLeaderSpeaksToAllAtOnceAndAtEachInterval() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leader();
			assertThat(node.sentTo("b")).hasOnlyElementsOfType(AppendEntries.class).hasSize(1);
			assertThat(node.sentTo("c")).hasOnlyElementsOfType(AppendEntries.class).hasSize(1);
			node.elapse(SETTINGS.heartbeatIntervalNanos());
			assertThat(node.sentTo("b")).containsExactly(new Heartbeat(id("a"), 4, 0, 2, 500));
			assertThat(node.sentTo("c")).containsExactly(new Heartbeat(id("a"), 4, 0, 2, 500));
		}

	}

	@Nested
	class Section541ElectionRestriction {

		/**
		 * "The log with the later term is more up-to-date", else "whichever is longer".
		 */
		@Test
		void theLastTermDecidesThenTheLength() {
			assertGrants(true, 3, 1);
			assertGrants(true, 2, 3);
			assertGrants(true, 2, 4);
			assertGrants(false, 2, 2);
			assertGrants(false, 1, 100);
		}

		private void assertGrants(boolean granted, long lastTerm, long lastIndex) {
			GivenNode node = GivenNode.ofThree(5, null, 1, 1, 2);
			node.step(preVoteRequest("b", 5, lastTerm, lastIndex));
			assertThat(node.sentTo("b")).containsExactly(new PreVoteResponse(id("a"), 5, 6, granted));
			node.step(voteRequest("b", 6, lastTerm, lastIndex));
			assertThat(node.core.votedFor()).isEqualTo(granted ? id("b") : null);
		}

	}

	@Nested
	class Section56TimingAndAvailability {

		/** "broadcastTime much less than electionTimeout". */
		@Test
		void anElectionTimeoutOfLessThanTwoHeartbeatsIsRefused() {
			assertThatIllegalArgumentException().isThrownBy(() -> RaftSettings.ofMillis(199, 100));
			assertThat(RaftSettings.ofMillis(200, 100).electionTimeoutNanos()).isEqualTo(200 * MILLIS);
		}

		/** "If a server receives a request it has seen already, it ignores it" (§5.5). */
		@Test
		void aRequestThatComesTwiceChangesNothing() {
			GivenNode node = GivenNode.ofThree(5, null, 1).step(append("b", 5, 1, 1, 2, Entries.of(2, 5)));
			List<?> first = node.sentAfterPersistTo("b");
			node.persisted().step(append("b", 5, 1, 1, 2, Entries.of(2, 5)));
			assertThat(node.sentAfterPersistTo("b")).isEqualTo(first);
			assertThat(node.effects()).hasSize(1);
		}

	}

}
