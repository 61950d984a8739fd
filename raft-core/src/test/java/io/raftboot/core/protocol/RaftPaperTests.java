package io.raftboot.core.protocol;

import java.util.List;

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
import io.raftboot.core.protocol.RecordingOutput.Append;
import io.raftboot.core.protocol.RecordingOutput.Commit;
import io.raftboot.core.protocol.RecordingOutput.Persist;
import io.raftboot.core.protocol.RecordingOutput.SendEntries;
import io.raftboot.core.protocol.RecordingOutput.Truncate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.GivenNode.SETTINGS;
import static io.raftboot.core.protocol.GivenNode.append;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static io.raftboot.core.protocol.GivenNode.vote;
import static io.raftboot.core.protocol.GivenNode.voteRequest;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Figure 2 of the Raft paper, sentence by sentence: messages and rules. The rest of it:
 * <ul>
 * <li>figure 2, state: {@link RaftPaperStateTests}</li>
 * <li>§5.1, §5.2, §5.4.1, §5.6: {@link RaftPaperElectionTests}</li>
 * <li>§5.3: {@link RaftPaperReplicationTests}, {@link RaftPaperFigure7Tests}</li>
 * <li>§5.4.2, figure 8, §8: {@link RaftPaperCommitTests}; figure 3: what
 * {@link ClusterInvariants} checks</li>
 * <li>§6, thesis 4.1, 4.3: {@link MembershipTests}; thesis 4.2:
 * {@link LeavingAndJoiningTests}; thesis 4.4: {@link BootstrapTests}</li>
 * <li>§7: {@link SnapshotInstallTests}</li>
 * <li>thesis 3.10: {@link TransferTests}; 4.2.3, 6.2, 9.6: {@link PreVoteTests}; 6.4:
 * {@link ReadIndexTests}</li>
 * </ul>
 */
class RaftPaperTests {

	@Nested
	class AppendEntriesRpc {

		@Test
		void theLeadersIdLetsAFollowerRedirectClients() {
			assertThat(GivenNode.ofThree(3, null, 1).step(heartbeat("c", 3, 0)).core.leader()).isEqualTo(id("c"));
		}

		@Test
		void theTermInTheResponseLetsTheLeaderUpdateItself() {
			GivenNode follower = GivenNode.ofThree(7, null, 1).step(append("b", 4, 1, 1, 0, Entries.of(2, 4)));
			assertThat(follower.sentTo("b")).extracting("term").containsExactly(7L);
			GivenNode leader = GivenNode.ofThree(3, null, 1).leader();
			leader.step(new AppendResponse(id("b"), 7, false, 1, 0, 0, 1));
			assertThat(leader.core.term()).isEqualTo(7);
			assertThat(leader.core.role()).isEqualTo(Role.FOLLOWER);
		}

		@Test
		void oneReplyFalseIfTheTermIsOlderThanCurrentTerm() {
			GivenNode node = GivenNode.ofThree(7, null, 1).step(append("b", 6, 1, 1, 1, Entries.of(2, 6)));
			assertThat(node.effects()).hasSize(1);
			assertThat(node.sentTo("b")).containsExactly(new AppendResponse(id("a"), 7, false, 1, 0, 0, 0));
		}

		@Test
		void twoReplyFalseIfTheLogHasNoEntryAtPrevLogIndex() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(append("b", 3, 2, 1, 0, Entries.of(3, 3)));
			assertThat(node.sentTo("b")).containsExactly(new AppendResponse(id("a"), 3, false, 2, 1, 1, 1));
			assertThat(node.effects(Append.class)).isEmpty();
		}

		@Test
		void twoReplyFalseIfTheEntryAtPrevLogIndexHasAnotherTerm() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2).step(append("b", 3, 2, 3, 0, Entries.of(3, 3)));
			assertThat(node.sentTo("b")).extracting("success").containsExactly(false);
			assertThat(node.effects(Truncate.class)).as("a refusal deletes nothing").isEmpty();
		}

		@Test
		void threeAnEntryInConflictIsDeletedWithAllThatFollow() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2, 2, 2).step(append("b", 3, 2, 2, 0, Entries.of(3, 3)));
			assertThat(node.effects(Truncate.class)).containsExactly(new Truncate(3));
			assertThat(node.core.lastIndex()).isEqualTo(3);
		}

		@Test
		void fourOnlyEntriesNotAlreadyInTheLogAreAppended() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2).step(append("b", 3, 0, 0, 0, Entries.of(1, 1, 2, 3)));
			assertThat(node.effects(Append.class)).hasSize(1);
			assertThat(node.effects(Append.class).get(0).batch().firstIndex()).isEqualTo(3);
			assertThat(node.step(append("b", 3, 0, 0, 0, Entries.of(1, 1, 2, 3))).effects(Append.class)).isEmpty();
		}

		@Test
		void fiveCommitIndexIsTheLowerOneOfLeaderCommitAndTheLastNewEntry() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2, 2);
			assertThat(node.step(append("b", 3, 1, 1, 9, Entries.of(2, 2))).core.commitIndex()).isEqualTo(2);
			assertThat(node.step(append("b", 3, 2, 2, 3, Entries.of(3, 3, 3))).core.commitIndex()).isEqualTo(3);
		}

	}

	@Nested
	class RequestVoteRpc {

		@Test
		void oneReplyFalseIfTheTermIsOlderThanCurrentTerm() {
			GivenNode node = GivenNode.ofThree(7, null, 1).step(voteRequest("b", 6, 9, 9));
			assertThat(node.sentTo("b")).containsExactly(new VoteResponse(id("a"), 7, false, 11));
			assertThat(node.core.votedFor()).isNull();
		}

		@Test
		void twoGrantedIfVotedForIsNoneOrTheCandidateAndItsLogIsUpToDate() {
			assertThat(GivenNode.ofThree(3, null, 1).step(voteRequest("b", 3, 1, 1)).sentAfterPersistTo("b"))
				.extracting("granted")
				.containsExactly(true);
			assertThat(GivenNode.ofThree(3, "b", 1).step(voteRequest("b", 3, 1, 1)).sentAfterPersistTo("b"))
				.extracting("granted")
				.containsExactly(true);
		}

		@Test
		void twoNotGrantedIfVotedForIsAnother() {
			assertThat(GivenNode.ofThree(3, "c", 1).step(voteRequest("b", 3, 1, 1)).sentTo("b")).extracting("granted")
				.containsExactly(false);
		}

		@Test
		void twoNotGrantedIfTheCandidatesLogIsNotUpToDate() {
			assertThat(GivenNode.ofThree(3, null, 1, 2).step(voteRequest("b", 3, 1, 7)).sentTo("b"))
				.extracting("granted")
				.containsExactly(false);
		}

	}

	@Nested
	class RulesForAllServers {

		@Test
		void whenCommitIndexPassesLastAppliedTheEntriesBetweenAreApplied() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 3, 3).step(append("b", 3, 3, 3, 2, Entries.of(4)));
			assertThat(node.effects(Commit.class)).containsExactly(new Commit(2));
			assertThat(node.step(heartbeat("b", 3, 3)).effects(Commit.class)).containsExactly(new Commit(3));
		}

		@Test
		void aHigherTermInAnyRequestIsAdoptedAndMakesAFollower() {
			assertThat(GivenNode.ofThree(3, null, 1).candidate().step(heartbeat("b", 9, 0)).core.term()).isEqualTo(9);
			GivenNode leader = GivenNode.ofThree(3, null, 1).leader().elapse(0);
			leader.step(append("b", 9, 1, 1, 0, Entries.of(2, 9)));
			assertThat(leader.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(leader.core.term()).isEqualTo(9);
		}

		@Test
		void aHigherTermInAnyOtherMessageIsAdoptedAndMakesAFollower() {
			for (var message : List.of(vote("b", 9, false), new HeartbeatResponse(id("b"), 9, 1, 1),
					new AppendResponse(id("b"), 9, false, 1, 1, 1, 1), new PreVoteResponse(id("b"), 9, 5, false),
					new ReadIndexResponse(id("b"), 9, 1, 1), new ReadIndexRequest(id("b"), 9, 1, false))) {
				for (GivenNode node : List.of(GivenNode.ofThree(3, null, 1).preCandidate(),
						GivenNode.ofThree(3, null, 1).candidate(), GivenNode.ofThree(3, null, 1).leader())) {
					node.step(message);
					assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
					assertThat(node.effects(Persist.class)).containsExactly(
							new Persist(node.effects(Persist.class).get(0).writeNumber(), new HardState(9, null)));
				}
			}
		}

	}

	@Nested
	class Followers {

		@Test
		void respondToRequestsFromCandidatesAndLeaders() {
			GivenNode node = GivenNode.ofThree(3, null, 1);
			assertThat(node.step(voteRequest("b", 3, 1, 1)).sentAfterPersistTo("b")).hasSize(1);
			node.persisted();
			assertThat(node.step(heartbeat("b", 3, 0)).sentTo("b")).hasSize(1);
			assertThat(node.step(append("b", 3, 1, 1, 0, Entries.of(2))).sentAfterPersistTo("b")).hasSize(1);
		}

		@Test
		void theyBeginAnElectionWhenTheTimeoutPassesWithoutTheLeaderOrAVote() {
			GivenNode node = GivenNode.ofThree(3, null, 1);
			long deadline = node.core.nextDeadlineNanos();
			node.elapse(deadline - node.nowNanos - 1);
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(node.elapse(1).core.role()).isEqualTo(Role.PRE_CANDIDATE);
		}

		@Test
		void aMessageOfTheCurrentLeaderPutsTheElectionOff() {
			GivenNode node = GivenNode.ofThree(3, null, 1);
			node.elapse(node.core.nextDeadlineNanos() - node.nowNanos - 1).step(heartbeat("b", 3, 0));
			assertThat(node.core.nextDeadlineNanos() - node.nowNanos)
				.isGreaterThanOrEqualTo(SETTINGS.electionTimeoutNanos());
		}

		@Test
		void aMessageOfAnEarlierLeaderDoesNot() {
			GivenNode node = GivenNode.ofThree(3, null, 1);
			long deadline = node.core.nextDeadlineNanos();
			node.step(heartbeat("b", 2, 0)).step(append("b", 2, 1, 1, 0, Entries.of(2, 2)));
			assertThat(node.core.nextDeadlineNanos()).isEqualTo(deadline);
		}

		@Test
		void aGrantedVotePutsTheElectionOffARefusedOneDoesNot() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2);
			long deadline = node.core.nextDeadlineNanos();
			node.elapse(100).step(voteRequest("b", 3, 1, 1));
			assertThat(node.core.nextDeadlineNanos()).isEqualTo(deadline);
			node.elapse(deadline - node.nowNanos - 1).step(voteRequest("b", 3, 2, 2));
			assertThat(node.core.nextDeadlineNanos() - node.nowNanos)
				.isGreaterThanOrEqualTo(SETTINGS.electionTimeoutNanos());
		}

	}

	@Nested
	class Candidates {

		private final GivenNode node = GivenNode.ofThree(3, null, 1).candidate();

		@Test
		void incrementCurrentTermAndVoteForThemselves() {
			assertThat(this.node.effects(Persist.class)).containsExactly(new Persist(1, new HardState(4, id("a"))));
		}

		@Test
		void resetTheElectionTimer() {
			assertThat(this.node.core.nextDeadlineNanos() - this.node.nowNanos)
				.isBetween(SETTINGS.electionTimeoutNanos(), 2 * SETTINGS.electionTimeoutNanos());
		}

		@Test
		void sendRequestVoteToAllOtherServers() {
			for (String other : List.of("b", "c")) {
				assertThat(this.node.sentAfterPersistTo(other))
					.containsExactly(new VoteRequest(id("a"), 4, 1, 1, false));
			}
		}

		@Test
		void becomeLeaderWithTheVotesOfAMajority() {
			assertThat(this.node.persisted().core.role()).isEqualTo(Role.CANDIDATE);
			assertThat(this.node.step(vote("c", 4, true)).core.role()).isEqualTo(Role.LEADER);
		}

		@Test
		void becomeFollowersWhenANewLeaderSpeaks() {
			assertThat(this.node.step(heartbeat("c", 4, 0)).core.role()).isEqualTo(Role.FOLLOWER);
		}

		@Test
		void startANewElectionWhenTheTimeoutPasses() {
			this.node.persisted().timeout();
			assertThat(this.node.sentTo("b")).containsExactly(new PreVoteRequest(id("a"), 4, 5, 1, 1));
			assertThat(this.node.step(new PreVoteResponse(id("b"), 4, 5, true)).core.term()).isEqualTo(5);
		}

	}

	@Nested
	class Leaders {

		@Test
		void speakToEachServerUponElectionAndDuringIdlePeriods() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leader();
			assertThat(node.sentTo("b")).hasOnlyElementsOfType(AppendEntries.class).hasSize(1);
			assertThat(node.sentTo("c")).hasOnlyElementsOfType(AppendEntries.class).hasSize(1);
			for (int i = 0; i < 3; i++) {
				node.elapse(SETTINGS.heartbeatIntervalNanos());
				assertThat(node.sentTo("b")).hasOnlyElementsOfType(Heartbeat.class).hasSize(1);
				assertThat(node.sentTo("c")).hasOnlyElementsOfType(Heartbeat.class).hasSize(1);
			}
		}

		@Test
		void appendACommandToTheLocalLogAndHaveItAppliedOnceCommitted() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(1);
			assertThat(node.effects(Append.class).get(0).batch().firstIndex()).isEqualTo(3);
			assertThat(node.effects(Commit.class)).isEmpty();
			assertThat(node.persisted().acknowledge("b", 3).effects(Commit.class)).containsExactly(new Commit(3));
		}

		@Test
		void sendEntriesFromNextIndexOnWhenTheLastLogIndexReachesIt() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(2);
			SendEntries send = node.effects(SendEntries.class).get(0);
			assertThat(send.to()).isEqualTo(id("b"));
			assertThat(send.header().previousIndex()).isEqualTo(2);
			assertThat(send.header().previousTerm()).isEqualTo(4);
			assertThat(send.lastIndex()).isEqualTo(4);
		}

		@Test
		void updateNextIndexAndMatchIndexOnSuccess() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leader().acknowledge("b", 2);
			assertThat(node.core.peer(0).matchIndex()).isEqualTo(2);
			assertThat(node.core.peer(0).nextIndex()).isEqualTo(3);
		}

		@Test
		void lowerNextIndexAndRetryOnAnInconsistency() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2, 3).leader();
			node.step(new AppendResponse(id("b"), 4, false, 3, 1, 1, 1));
			assertThat(node.effects(SendEntries.class)).hasSize(1);
			assertThat(node.effects(SendEntries.class).get(0).header().previousIndex()).isEqualTo(1);
		}

		@Test
		void commitTheHighestEntryOfTheirTermThatAMajorityHolds() {
			GivenNode node = GivenNode.ofFive(3, null, 1).leader().propose(3).persisted();
			node.acknowledge("b", 5).acknowledge("c", 3);
			assertThat(node.effects(Commit.class)).containsExactly(new Commit(3));
			assertThat(node.acknowledge("d", 4).effects(Commit.class)).containsExactly(new Commit(4));
		}

	}

}
