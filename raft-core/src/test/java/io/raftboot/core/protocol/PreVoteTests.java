package io.raftboot.core.protocol;

import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.protocol.RecordingOutput.Persist;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.append;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static io.raftboot.core.protocol.GivenNode.preVoteRequest;
import static io.raftboot.core.protocol.GivenNode.vote;
import static io.raftboot.core.protocol.GivenNode.voteRequest;
import static org.assertj.core.api.Assertions.assertThat;

/** Raft thesis 9.6 (pre-vote), 4.2.3 (who hears from a leader helps no other), 6.2. */
class PreVoteTests {

	@Nested
	class Thesis96PreVote {

		@Test
		void aTimeoutAsksBeforeItTouchesAnyTerm() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2).preCandidate();
			assertThat(node.core.term()).isEqualTo(3);
			assertThat(node.effects(Persist.class)).isEmpty();
			assertThat(node.sentTo("b")).containsExactly(new PreVoteRequest(id("a"), 3, 4, 2, 2));
			assertThat(node.sentTo("c")).containsExactly(new PreVoteRequest(id("a"), 3, 4, 2, 2));
		}

		/** "Only if it first learns from a majority that they would grant it." */
		@Test
		void thePreVotesOfAMajorityLeadToAnElection() {
			GivenNode node = GivenNode.ofFive(3, null, 1).preCandidate();
			node.step(new PreVoteResponse(id("b"), 3, 4, true)).step(new PreVoteResponse(id("c"), 3, 4, false));
			node.step(new PreVoteResponse(id("b"), 3, 4, true)).step(new PreVoteResponse(id("d"), 3, 4, false));
			assertThat(node.core.role()).isEqualTo(Role.PRE_CANDIDATE);
			assertThat(node.step(new PreVoteResponse(id("e"), 3, 4, true)).core.role()).isEqualTo(Role.CANDIDATE);
		}

		/** S14: an isolated node comes back with the term it left with. */
		@Test
		void manyTimeoutsAloneDoNotInflateTheTerm() {
			GivenNode node = GivenNode.ofThree(3, null, 1);
			for (int i = 0; i < 20; i++) {
				node.timeout();
			}
			assertThat(node.core.role()).isEqualTo(Role.PRE_CANDIDATE);
			assertThat(node.core.term()).isEqualTo(3);
			node.step(heartbeat("b", 3, 0));
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
		}

		@Test
		void askingForAPreVoteChangesNobodysTerm() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(preVoteRequest("b", 8, 1, 1));
			assertThat(node.core.term()).isEqualTo(3);
			assertThat(node.effects(Persist.class)).isEmpty();
			assertThat(node.sentTo("b")).containsExactly(new PreVoteResponse(id("a"), 3, 9, true));
		}

		/** S17: voters with a lower term still free a candidate that is ahead. */
		@Test
		void aGrantFromALowerTermCounts() {
			GivenNode node = GivenNode.ofThree(8, null, 1).preCandidate();
			node.step(new PreVoteResponse(id("b"), 3, 9, true));
			assertThat(node.core.role()).isEqualTo(Role.CANDIDATE);
			assertThat(node.core.term()).isEqualTo(9);
		}

		/** S11: answers are matched by kind and by the term that was proposed. */
		@Test
		void neitherVotesNorOtherRoundsCountAsPreVotes() {
			GivenNode node = GivenNode.ofThree(3, null, 1).preCandidate();
			node.step(vote("b", 3, true)).step(new PreVoteResponse(id("b"), 2, 3, true));
			assertThat(node.core.role()).isEqualTo(Role.PRE_CANDIDATE);
		}

		/** S11 the other way round. */
		@Test
		void aPreVoteDoesNotCountAsAVote() {
			GivenNode node = GivenNode.ofFive(3, null, 1).candidate().persisted();
			for (String peer : new String[] { "b", "c", "d", "e" }) {
				node.step(new PreVoteResponse(id(peer), 4, 5, true)).step(new PreVoteResponse(id(peer), 3, 4, true));
			}
			assertThat(node.core.role()).isEqualTo(Role.CANDIDATE);
		}

		@Test
		void aRefusalWithAHigherTermEndsThePreElection() {
			GivenNode node = GivenNode.ofThree(3, null, 1).preCandidate();
			node.step(new PreVoteResponse(id("b"), 6, 4, false));
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(node.core.term()).isEqualTo(6);
		}

		@Test
		void whoVotesForSomebodyGivesUpItsOwnPreElection() {
			GivenNode node = GivenNode.ofThree(3, null, 1).preCandidate().step(voteRequest("b", 3, 1, 1));
			assertThat(node.core.votedFor()).isEqualTo(id("b"));
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
		}

		@Test
		void aNodeThatIsNoVoterNeverCampaigns() {
			GivenNode node = GivenNode.of(new String[] { "b", "c" }, 1, 3, null, 1);
			for (int i = 0; i < 10; i++) {
				node.timeout();
				assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
			}
		}

	}

	@Nested
	class Thesis423WhoHearsFromALeader {

		/** S16. */
		@Test
		void refusesVotesAndPreVotesForAnElectionTimeout() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0));
			node.elapse(499 * MILLIS).step(voteRequest("c", 9, 9, 9));
			assertThat(node.effects()).isEmpty();
			assertThat(node.core.term()).isEqualTo(3);
			node.step(preVoteRequest("c", 3, 9, 9));
			assertThat(node.sentTo("c")).containsExactly(new PreVoteResponse(id("a"), 3, 4, false));
			node.elapse(1 * MILLIS).step(preVoteRequest("c", 3, 9, 9));
			assertThat(node.sentTo("c")).containsExactly(new PreVoteResponse(id("a"), 3, 4, true));
			assertThat(node.step(voteRequest("c", 9, 9, 9)).core.votedFor()).isEqualTo(id("c"));
		}

		@Test
		void refusesAndDoesNotCampaignForAsLongAsTheLeaderAskedTo() {
			GivenNode node = GivenNode.ofThree(3, null, 1)
				.step(new io.raftboot.core.model.Heartbeat(id("b"), 3, 0, 1, 3000));
			node.elapse(2999 * MILLIS);
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(node.step(voteRequest("c", 9, 9, 9)).core.term()).isEqualTo(3);
		}

		/** Thesis 3.10, S83. */
		@Test
		void votesWhenTheLeaderAskedForTheElection() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0));
			node.step(new VoteRequest(id("c"), 4, 1, 1, true));
			assertThat(node.core.votedFor()).isEqualTo(id("c"));
		}

		@Test
		void campaignsSoonWhenTheConnectionToTheLeaderBrokeButNotBeforeItsPromiseEnds() {
			for (long seed = 0; seed < 50; seed++) {
				GivenNode node = GivenNode.of(new String[] { "a", "b", "c" }, seed, 3, null, 1);
				node.step(heartbeat("b", 3, 0));
				node.core.onDisconnected(id("c"), node.nowNanos);
				node.core.onDisconnected(id("b"), node.nowNanos);
				assertThat(node.core.nextDeadlineNanos()).isBetween(500 * MILLIS, 625 * MILLIS);
			}
		}

		@Test
		void aRestartedNodeRefusesForAnElectionTimeout() {
			GivenNode node = GivenNode.of(new String[] { "a", "b", "c" }, 1, 3, null, 1);
			node.elapse(499 * MILLIS).step(voteRequest("b", 4, 1, 1));
			assertThat(node.core.votedFor()).isNull();
			node.step(preVoteRequest("b", 3, 1, 1));
			assertThat(node.sentTo("b")).containsExactly(new PreVoteResponse(id("a"), 3, 4, false));
			assertThat(node.elapse(1 * MILLIS).step(voteRequest("b", 4, 1, 1)).core.votedFor()).isEqualTo(id("b"));
		}

		@Test
		void aNodeThatNeverTookPartOwesNothing() {
			GivenNode node = GivenNode.of(new String[] { "a", "b", "c" }, 1, 0, null);
			assertThat(node.step(voteRequest("b", 1, 0, 0)).core.votedFor()).isEqualTo(id("b"));
		}

		@Test
		void aLeaderRefusesWhileItHasAQuorum() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			node.step(voteRequest("c", 9, 9, 9));
			assertThat(node.core.role()).isEqualTo(Role.LEADER);
			node.step(preVoteRequest("c", 4, 9, 9));
			assertThat(node.sentTo("c")).containsExactly(new PreVoteResponse(id("a"), 4, 5, false));
		}

		/** S18: a peer stranded at a higher term makes itself heard and is freed. */
		@Test
		void aPeerAheadInItsTermIsFreedByTheLeadersOwnHeartbeat() {
			GivenNode stranded = GivenNode.ofThree(9, null, 1).step(heartbeat("b", 4, 0));
			assertThat(stranded.sentTo("b")).containsExactly(new HeartbeatResponse(id("a"), 9, 0, 1));
			GivenNode leader = GivenNode.ofThree(3, null, 1).leader();
			leader.step(new HeartbeatResponse(id("b"), 9, 1, 1));
			assertThat(leader.core.term()).isEqualTo(9);
		}

	}

	@Nested
	class Thesis62StepDown {

		/** S19. */
		@Test
		void aLeaderWithoutAQuorumStepsDownWithinAnElectionTimeout() {
			GivenNode node = GivenNode.ofFive(3, null, 1).leaderWithB();
			long last = node.nowNanos;
			while (node.core.role() == Role.LEADER) {
				node.elapse(MILLIS).heartbeatAnswered("b", node.latestRound());
				node.persisted();
				assertThat(node.nowNanos - last).isLessThan(1000 * MILLIS);
			}
			assertThat(node.nowNanos - last).isBetween(500 * MILLIS, 510 * MILLIS);
			assertThat(node.core.leader()).isNull();
			assertThat(node.core.term()).isEqualTo(4);
		}

		@Test
		void aLeaderWithAQuorumStays() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			for (int i = 0; i < 50; i++) {
				node.timeout().heartbeatAnswered("b", node.latestRound());
			}
			assertThat(node.core.role()).isEqualTo(Role.LEADER);
			assertThat(node.core.hasQuorum(node.nowNanos)).isTrue();
		}

		/** S90: heartbeats must not keep a leader whose disk hangs. */
		@Test
		void aLeaderWhoseDiskHangsStepsDownAndBacksOff() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(1);
			long stalled = node.nowNanos;
			while (node.core.role() == Role.LEADER) {
				node.elapse(MILLIS).heartbeatAnswered("b", node.latestRound());
				assertThat(node.nowNanos - stalled).isLessThan(1000 * MILLIS);
			}
			assertThat(node.nowNanos - stalled).isBetween(500 * MILLIS, 510 * MILLIS);
			assertThat(node.core.nextDeadlineNanos() - node.nowNanos).isGreaterThan(2000 * MILLIS);
			node.timeout();
			assertThat(node.core.role()).as("and not while it still hangs").isEqualTo(Role.FOLLOWER);
		}

		@Test
		void whoGaveUpLeadingLetsOthersTryFirstEvenAfterHearingFromThem() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			node.core.stepDown(node.nowNanos);
			NodeId next = id("b");
			node.step(append("b", 5, 2, 4, 0, Entries.of(3, 5)));
			assertThat(node.core.leader()).isEqualTo(next);
			node.core.onDisconnected(next, node.nowNanos);
			assertThat(node.core.nextDeadlineNanos() - node.nowNanos).isGreaterThan(1900 * MILLIS);
		}

	}

}
