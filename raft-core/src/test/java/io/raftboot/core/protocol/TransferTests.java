package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;
import io.raftboot.core.protocol.RecordingOutput.Append;
import io.raftboot.core.protocol.RecordingOutput.ReadReady;
import io.raftboot.core.protocol.TransferException.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.Entries.members;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.SETTINGS;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Thesis 3.10: leadership transfer; S80, S81, S83. */
class TransferTests {

	/** A leader of a, b and c in term 4 whose entry 2 is on a and b, not on c. */
	private final GivenNode leader = GivenNode.ofThree(3, null, 1).leaderWithB();

	@Nested
	class TheLeader {

		/** "The prior leader stops accepting new client requests." */
		@Test
		void takesNoProposalsMeanwhile() {
			leader.transfer("b");
			assertThat(leader.core.canPropose(1)).isFalse();
			assertThat(leader.core.isHandingOver()).isTrue();
			assertThat(leader.propose(1).effects(Append.class)).isEmpty();
			assertThat(leader.core.propose(Entries.of(3, 4), leader.nowNanos)).isEqualTo(RaftCore.TRANSFERRING);
		}

		/** "It then sends a TimeoutNow request." */
		@Test
		void asksATargetThatHasEverythingAtOnce() {
			leader.transfer("b");
			assertThat(leader.sentTo("b")).containsExactly(new TimeoutNow(id("a"), 4, leader.latestRound()));
		}

		/** "It fully updates the target server's log to match its own." */
		@Test
		void bringsATargetThatIsBehindUpToDateFirst() {
			leader.propose(1).acknowledge("b", 3).transfer("c");
			assertThat(leader.sentTo("c")).doesNotHaveAnyElementsOfTypes(TimeoutNow.class);
			leader.acknowledge("c", 2);
			assertThat(leader.sentTo("c")).hasOnlyElementsOfType(AppendEntries.class).isNotEmpty();
			assertThat(leader.acknowledge("c", 3).sentTo("c")).hasOnlyElementsOfType(TimeoutNow.class).hasSize(1);
		}

		@Test
		void asksAgainWithEachHeartbeatInTheRoundOfThat() {
			leader.transfer("b").elapse(SETTINGS.heartbeatIntervalNanos());
			assertThat(leader.sentTo("b")).hasSize(2);
			assertThat(leader.sentTo("b").get(0)).isInstanceOf(Heartbeat.class);
			assertThat(leader.sentTo("b").get(1)).isEqualTo(new TimeoutNow(id("a"), 4, leader.latestRound()));
			assertThat(leader.sentTo("c")).hasOnlyElementsOfType(Heartbeat.class);
		}

		/** "If it does not complete after about an election timeout, it aborts." */
		@Test
		void goesOnAsBeforeAfterAnElectionTimeout() {
			leader.transfer("c").follow(499 * MILLIS, "b");
			assertThat(leader.core.canPropose(1)).isFalse();
			leader.follow(1 * MILLIS, "b");
			assertThat(leader.core.canPropose(1)).isTrue();
			assertThat(leader.core.role()).isEqualTo(Role.LEADER);
			assertThat(leader.propose(1).core.lastIndex()).isEqualTo(3);
		}

		@Test
		void wakesUpInTimeToGiveUp() {
			leader.follow(150 * MILLIS, "b").transfer("c");
			long began = leader.nowNanos;
			for (int i = 0; i < 20 && !leader.core.canPropose(1); i++) {
				leader.timeout().heartbeatAnswered("b", leader.latestRound());
			}
			assertThat(leader.core.canPropose(1)).isTrue();
			assertThat(leader.nowNanos - began).isEqualTo(500 * MILLIS);
		}

		/** The target's request reaches it, promise or not. */
		@Test
		void votesForTheTargetAndFollows() {
			leader.transfer("b").step(new VoteRequest(id("b"), 5, 2, 4, true));
			assertThat(leader.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(leader.sentAfterPersistTo("b")).contains(new VoteResponse(id("a"), 5, true, 11));
		}

		@Test
		void handsOverToTheMostUpToDateOneWhenNobodyIsNamed() {
			leader.acknowledge("c", 2).propose(1).acknowledge("c", 3).transfer(null);
			assertThat(leader.sentTo("c")).hasOnlyElementsOfType(TimeoutNow.class).hasSize(1);
		}

		@Test
		void handsOverToNobodyThatIsSilent() {
			leader.propose(1).persisted().acknowledge("c", 3).follow(600 * MILLIS, "b").transfer(null);
			leader.acknowledge("b", 3);
			assertThat(leader.sentTo("b")).hasAtLeastOneElementOfType(TimeoutNow.class);
		}

	}

	/** Thesis 3.10: nobody is asked who could not be reached in time. */
	@Test
	void whoIsSilentForAnElectionTimeoutIsNoSuccessor() {
		leader.acknowledge("c", 2)
			.propose(1)
			.persisted()
			.acknowledge("c", 3)
			.follow(500 * MILLIS - 1, "b")
			.transfer(null);
		assertThat(leader.sentTo("c")).hasOnlyElementsOfType(TimeoutNow.class).hasSize(1);
		GivenNode other = GivenNode.ofThree(3, null, 1).leaderWithB().acknowledge("c", 2).propose(1).persisted();
		other.acknowledge("c", 3).follow(500 * MILLIS, "b").transfer(null);
		assertThat(other.sentTo("c")).isEmpty();
	}

	@Nested
	class TheLease {

		/** Design §5: a leader ends its lease before it sends TimeoutNow. */
		@Test
		void endsWhenTheTargetIsAsked() {
			assertThat(lease()).isPositive();
			leader.transfer("b");
			assertThat(lease()).isZero();
			assertThat(leader.read(7, true).effects(ReadReady.class)).isEmpty();
		}

		@Test
		void lastsWhileTheTargetIsOnlyBroughtUpToDate() {
			leader.transfer("c");
			assertThat(lease()).isPositive();
		}

		@Test
		void staysWhenTheTransferIsGivenUpBeforeTheTargetWasAsked() {
			leader.transfer("c").follow(600 * MILLIS, "b");
			assertThat(lease()).isPositive();
		}

		/** Until then an earlier TimeoutNow may still make the target campaign. */
		@Test
		void isBackOnlyWhenTheTargetAnsweredARoundThatBeganAfterwards() {
			long asked = leader.transfer("b").latestRound();
			leader.follow(500 * MILLIS, "c");
			assertThat(leader.core.canPropose(1)).isTrue();
			long first = leader.latestRound();
			assertThat(lease()).isZero();
			leader.heartbeatAnswered("c", first).heartbeatAnswered("b", asked).heartbeatAnswered("b", first - 1);
			assertThat(lease()).isZero();
			leader.heartbeatAnswered("b", first);
			assertThat(lease()).isPositive();
		}

		@Test
		void isLostForTheTermWhenAnotherIsAskedBeforeTheFirstAnswered() {
			leader.acknowledge("c", 2).transfer("b").follow(600 * MILLIS, "c").transfer("c").follow(600 * MILLIS, "b");
			leader.follow(300 * MILLIS, "b", "c");
			assertThat(lease()).isZero();
		}

		private long lease() {
			return leader.core.leaseRemainingNanos(leader.nowNanos);
		}

	}

	@Nested
	class IsRefused {

		@Test
		void byWhoDoesNotLead() {
			refused(GivenNode.ofThree(3, null, 1), "b", Reason.NOT_LEADER);
		}

		@Test
		void toItself() {
			refused(leader, "a", Reason.ALREADY_LEADER);
		}

		@Test
		void toSomebodyUnknown() {
			refused(leader, "x", Reason.NO_VOTER);
		}

		@Test
		void toALearner() {
			leader.change(members("a b c", "", "d", "e"));
			refused(leader, "d", Reason.NO_VOTER);
			refused(leader, "e", Reason.NO_VOTER);
		}

		@Test
		void whileAnotherIsUnderWay() {
			leader.transfer("b");
			refused(leader, "c", Reason.IN_PROGRESS);
			refused(leader, "b", Reason.IN_PROGRESS);
		}

		@Test
		void whenThereIsNobodyElse() {
			refused(GivenNode.of(new String[] { "a" }, 1, 0, null).elapse(0).persisted().persisted(), null,
					Reason.NO_CANDIDATE);
		}

		private void refused(GivenNode node, @Nullable String target, Reason reason) {
			assertThatExceptionOfType(TransferException.class).isThrownBy(() -> node.transfer(target))
				.extracting(TransferException::reason)
				.isEqualTo(reason);
		}

	}

	@Nested
	class TheTarget {

		private final GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0, 5));

		/** "Starts a new election as if its timer had fired", without a pre-vote. */
		@Test
		void campaignsAtOnceAndSaysWhoseWishItIs() {
			this.node.step(new TimeoutNow(id("b"), 3, 5));
			assertThat(this.node.core.role()).isEqualTo(Role.CANDIDATE);
			assertThat(this.node.core.term()).isEqualTo(4);
			for (String other : List.of("b", "c")) {
				assertThat(this.node.sentAfterPersistTo(other))
					.containsExactly(new VoteRequest(id("a"), 4, 1, 1, true));
			}
		}

		@Test
		void ignoresWhoIsNotItsLeader() {
			assertThat(this.node.step(new TimeoutNow(id("c"), 3, 9)).core.role()).isEqualTo(Role.FOLLOWER);
			GivenNode lonely = GivenNode.ofThree(3, null, 1).step(new TimeoutNow(id("c"), 3, 9));
			assertThat(lonely.core.role()).isEqualTo(Role.FOLLOWER);
		}

		@Test
		void ignoresAnEarlierTerm() {
			assertThat(this.node.step(new TimeoutNow(id("b"), 2, 9)).core.role()).isEqualTo(Role.FOLLOWER);
		}

		@Test
		void takesAHigherTermForNoMoreThanThat() {
			this.node.step(new TimeoutNow(id("b"), 7, 9));
			assertThat(this.node.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(this.node.core.term()).isEqualTo(7);
		}

		/** That transfer was given up: the leader may have its lease back. */
		@Test
		void ignoresARoundBeforeTheLatestItHeardOf() {
			assertThat(this.node.step(new TimeoutNow(id("b"), 3, 4)).core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(this.node.step(new TimeoutNow(id("b"), 3, 6)).core.role()).isEqualTo(Role.CANDIDATE);
		}

		@Test
		void remembersTheRoundWhenItDoubtedTheLeaderMeanwhile() {
			this.node.preCandidate().step(heartbeat("b", 3, 0, 2)).step(new TimeoutNow(id("b"), 3, 4));
			assertThat(this.node.core.role()).isEqualTo(Role.FOLLOWER);
		}

		@Test
		void countsTheRoundsOfEachTermForItself() {
			this.node.step(heartbeat("c", 4, 0, 1)).step(new TimeoutNow(id("c"), 4, 1));
			assertThat(this.node.core.role()).isEqualTo(Role.CANDIDATE);
		}

		@Test
		void doesNothingIfItIsNoVoter() {
			GivenNode learner = GivenNode.in(members("b c", "", "a", ""), 3, null, 1).step(heartbeat("b", 3, 0));
			assertThat(learner.step(new TimeoutNow(id("b"), 3, 1)).core.role()).isEqualTo(Role.FOLLOWER);
		}

		@Test
		void doesNothingWhileItsDiskHangs() {
			this.node.step(GivenNode.append("b", 3, 1, 1, 0, Entries.of(2, 3))).elapse(500 * MILLIS);
			this.node.step(heartbeat("b", 3, 0, 6)).step(new TimeoutNow(id("b"), 3, 6));
			assertThat(this.node.core.role()).isEqualTo(Role.FOLLOWER);
		}

		/** Not by itself, yet when it is told to. */
		@Test
		void campaignsEvenWithoutAnyPriority() {
			RaftSettings settings = new RaftSettings(500 * MILLIS, 100 * MILLIS, 10, 320, 4, 640, 1000, 0);
			GivenNode idle = GivenNode.with(settings,
					new InitialState(id("a"), 11, new io.raftboot.core.model.HardState(3, null), TermIndex.behind(0, 0),
							List.of(), Entries.peers("a", "b")));
			idle.step(heartbeat("b", 3, 0));
			assertThat(idle.elapse(5000 * MILLIS).core.role()).isEqualTo(Role.FOLLOWER);
			idle.step(heartbeat("b", 3, 0)).step(new TimeoutNow(id("b"), 3, 1));
			assertThat(idle.core.role()).isEqualTo(Role.CANDIDATE);
		}

	}

	/** S83: the others promised the leader not to vote, and the leader asked them to. */
	@Test
	void aVoterThatHearsFromTheLeaderVotesForTheTarget() {
		GivenNode voter = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0));
		voter.step(new VoteRequest(id("c"), 4, 1, 1, true));
		assertThat(voter.sentAfterPersistTo("c")).contains(new VoteResponse(id("a"), 4, true, 11));
	}

	/** Even so only with an up-to-date log, and once per term. */
	@Test
	void aTransferBypassesNothingElse() {
		GivenNode voter = GivenNode.ofThree(3, null, 1, 3).step(heartbeat("b", 3, 0));
		voter.step(new VoteRequest(id("c"), 4, 1, 1, true));
		assertThat(voter.core.votedFor()).isNull();
		voter.step(new VoteRequest(id("b"), 4, 2, 3, true)).step(new VoteRequest(id("c"), 4, 9, 9, true));
		assertThat(voter.core.votedFor()).isEqualTo(id("b"));
	}

}
