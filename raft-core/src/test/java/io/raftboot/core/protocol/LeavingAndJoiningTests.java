package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.protocol.RecordingOutput.Append;
import io.raftboot.core.protocol.RecordingOutput.Commit;
import io.raftboot.core.protocol.RecordingOutput.SendEntries;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.Entries.members;
import static io.raftboot.core.protocol.Entries.voting;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.append;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

/** Thesis 4.2: availability while servers come and go. */
class LeavingAndJoiningTests {

	/** A leader of a, b and c in term 4 that has committed entry 2, its no-op. */
	private final GivenNode leader = GivenNode.ofThree(3, null, 1).leaderWithB().acknowledge("c", 2);

	/** S63, thesis 4.2.2. */
	@Nested
	class ALeaderThatLeaves {

		@Test
		void countsItselfWhileTheConfigurationIsJoint() {
			leader.change(voting("b c")).persisted().acknowledge("b", 3);
			assertThat(leader.core.commitIndex()).isEqualTo(2);
			assertThat(leader.propose(1).core.lastIndex()).as("and takes proposals").isEqualTo(4);
			assertThat(leader.acknowledge("c", 3).core.commitIndex()).isEqualTo(3);
		}

		/** "It does not count itself in majorities", P9. */
		@Test
		void countsItselfNoMoreFromTheAppendOfTheFinalOneOn() {
			finalOne().persisted().acknowledge("b", 4);
			assertThat(leader.core.commitIndex()).isEqualTo(3);
			assertThat(leader.core.role()).isEqualTo(Role.LEADER);
			assertThat(leader.acknowledge("c", 4).effects(Commit.class)).containsExactly(new Commit(4));
		}

		@Test
		void takesNoProposalsFromThereOn() {
			finalOne();
			assertThat(leader.core.canPropose(1)).isFalse();
			assertThat(leader.core.isHandingOver()).isTrue();
			assertThat(leader.core.propose(Entries.of(5, 4), leader.nowNanos)).isEqualTo(RaftCore.TRANSFERRING);
		}

		/** "Steps down once the entry is committed", not earlier. */
		@Test
		void tellsWhatIsCommittedAsksTheBestToCampaignAndStepsDown() {
			finalOne().acknowledge("c", 4);
			assertThat(leader.core.role()).isEqualTo(Role.LEADER);
			leader.acknowledge("b", 4);
			assertThat(leader.core.role()).isEqualTo(Role.FOLLOWER);
			for (String peer : List.of("b", "c")) {
				assertThat(leader.sentTo(peer)).filteredOn(Heartbeat.class::isInstance)
					.extracting("commitIndex")
					.containsExactly(4L);
			}
			assertThat(leader.sentTo("b")).hasAtLeastOneElementOfType(TimeoutNow.class);
			assertThat(leader.sentTo("c")).doesNotHaveAnyElementsOfTypes(TimeoutNow.class);
		}

		@Test
		void neverCampaignsAgainOnceItsRemovalIsCommitted() {
			finalOne().acknowledge("c", 4).acknowledge("b", 4).persisted();
			for (int i = 0; i < 5; i++) {
				assertThat(leader.timeout().core.role()).isEqualTo(Role.FOLLOWER);
			}
		}

		/**
		 * "A server that is not part of its own latest configuration should still start
		 * new elections": with {a, b} to {b}, a alone has the final entry, so b can never
		 * win its vote.
		 */
		@Test
		void campaignsUntilTheConfigurationWithoutItIsCommitted() {
			GivenNode node = GivenNode.in(members("b", "a b", "", ""), 3, null, 1)
				.step(append("b", 3, 1, 1, 1,
						Entries.configuration(3, 2, new ConfigurationEntry(Entries.CLUSTER, voting("b")))))
				.persisted();
			assertThat(node.core.membership()).isEqualTo(voting("b"));
			assertThat(node.timeout().core.role()).isEqualTo(Role.PRE_CANDIDATE);
			node.step(heartbeat("b", 3, 2));
			assertThat(node.core.commitIndex()).isEqualTo(2);
			assertThat(node.timeout().core.role()).isEqualTo(Role.FOLLOWER);
		}

		/** It is elected by the others alone, and leaves at once when it is done. */
		@Test
		void leadsOnceMoreForTheSakeOfTheOthers() {
			GivenNode node = GivenNode.in(members("b", "a b", "", ""), 3, null, 1)
				.step(append("b", 3, 1, 1, 1,
						Entries.configuration(3, 2, new ConfigurationEntry(Entries.CLUSTER, voting("b")))))
				.persisted();
			node.elapse(GivenNode.SETTINGS.electionTimeoutNanos()).leader().persisted();
			assertThat(node.core.commitIndex()).isEqualTo(1);
			node.acknowledge("b", 3);
			assertThat(node.core.commitIndex()).isEqualTo(3);
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
		}

		private GivenNode finalOne() {
			leader.change(voting("b c")).persisted().acknowledge("b", 3).acknowledge("c", 3);
			assertThat(leader.core.membership()).isEqualTo(voting("b c"));
			return leader;
		}

	}

	/** S65, S66. */
	@Nested
	class ARemovedPeer {

		@Test
		void isServedUntilItKnowsAndCountsNoMore() {
			removeC();
			assertThat(contacts()).contains("c");
			leader.persisted().acknowledge("c", 4);
			assertThat(leader.core.commitIndex()).isEqualTo(3);
			leader.acknowledge("b", 4);
			assertThat(leader.core.commitIndex()).isEqualTo(4);
			leader.elapse(100 * MILLIS);
			assertThat(leader.sentTo("c")).extracting("commitIndex").containsExactly(4L);
			assertThat(contacts()).doesNotContain("c");
			leader.elapse(100 * MILLIS);
			assertThat(leader.sentTo("c")).isEmpty();
		}

		@Test
		void isGivenUpAfterTwoElectionTimeouts() {
			removeC().persisted().acknowledge("b", 4);
			leader.follow(900 * MILLIS, "b");
			assertThat(contacts()).contains("c");
			leader.follow(200 * MILLIS, "b");
			assertThat(contacts()).doesNotContain("c");
		}

		@Test
		void doesNotKeepALeaderInOfficeByItsAnswers() {
			removeC();
			for (int i = 0; i < 60 && leader.core.role() == Role.LEADER; i++) {
				leader.elapse(10 * MILLIS).persisted().heartbeatAnswered("c", leader.latestRound());
			}
			assertThat(leader.core.role()).isEqualTo(Role.FOLLOWER);
		}

		/** P17: the same id with another disk holds nothing of what the first one did. */
		@Test
		void beginsAnewWhenItComesBackWithAnotherDisk() {
			Peer first = Peer.of("c", "c:1").withIncarnation(66);
			Peer wiped = Peer.of("c", "c:1").withIncarnation(77);
			GivenNode node = GivenNode
				.in(new Membership(Entries.peers("a", "b"), List.of(), List.of(first)), 3, null, 1)
				.leaderWithB()
				.acknowledge("c", 2);
			node.change(voting("a b")).persisted().acknowledge("b", 3);
			assertThat(node.core.contacts()).as("still served").contains(first);
			node.change(new Membership(Entries.peers("a", "b"), List.of(), List.of(), List.of(wiped)));
			assertThat(node.peer("c").matchIndex()).isZero();
			assertThat(node.core.contacts()).doesNotContain(first);
		}

		/** "Until it knows": it is told of its removal like of any other entry. */
		@Test
		void isSentTheEntryThatLeavesItOutAndWhatFollows() {
			removeC();
			assertThat(leader.effects(SendEntries.class)).extracting(SendEntries::to).contains(id("c"));
			leader.acknowledge("c", 4).propose(1);
			assertThat(leader.effects(SendEntries.class)).extracting(SendEntries::to).contains(id("c"));
		}

		@Test
		void isOneContactAgainWhenItComesBackInWhateverPlace() {
			GivenNode node = GivenNode.in(voting("c a b"), 3, null, 1).leaderWithB().acknowledge("c", 2);
			node.change(voting("a b")).persisted().acknowledge("b", 3).acknowledge("c", 3);
			node.persisted().acknowledge("b", 4).change(members("c a b", "", "", ""));
			assertThat(node.core.membership()).isEqualTo(members("c a b", "a b", "", ""));
			assertThat(node.core.contacts()).containsExactlyInAnyOrder(Peer.of("b", "b:1"), Peer.of("c", "c:1"));
		}

		@Test
		void isLookedAtAnewWhenItComesBackSinceItMayHaveLostItsDisk() {
			removeC().persisted().acknowledge("c", 4).acknowledge("b", 4);
			leader.change(members("a b", "", "c", ""));
			assertThat(leader.peer("c").matchIndex()).isZero();
		}

		private GivenNode removeC() {
			leader.change(voting("a b")).persisted().acknowledge("b", 3);
			assertThat(leader.core.membership()).isEqualTo(voting("a b"));
			return leader;
		}

		private List<String> contacts() {
			return leader.core.contacts().stream().map((peer) -> peer.id().value()).toList();
		}

	}

	@Nested
	class ANodeThatWasToldOfItsRemoval {

		@Test
		void campaignsNoMoreUntilALeaderSpeaksToItAgain() {
			GivenNode node = GivenNode.ofThree(3, null, 1).preCandidate();
			node.core.onRemoved(node.nowNanos);
			for (int i = 0; i < 5; i++) {
				assertThat(node.timeout().core.role()).isEqualTo(Role.FOLLOWER);
			}
			node.step(heartbeat("b", 3, 0));
			assertThat(node.timeout().core.role()).isEqualTo(Role.PRE_CANDIDATE);
		}

		@Test
		void aLeaderIsNotToldSuchThings() {
			leader.core.onRemoved(leader.nowNanos);
			assertThat(leader.core.isRemoved()).isFalse();
		}

	}

	/** S72, thesis 4.2.1. */
	@Nested
	class AJoiningNode {

		@Test
		void isNoVoterAtFirst() {
			leader.change(members("a b c", "", "", "d"));
			assertThat(leader.core.membership().isVoter(id("d"))).isFalse();
			leader.persisted().acknowledge("d", 3);
			assertThat(leader.core.commitIndex()).isEqualTo(2);
		}

		@Test
		void isPromotedWhenItKeptUpForAnElectionTimeout() {
			join().acknowledge("d", 3);
			leader.follow(400 * MILLIS, "b", "d");
			assertThat(leader.core.membership().isJoint()).as("not yet").isFalse();
			leader.follow(300 * MILLIS, "b", "d");
			assertThat(leader.core.membership()).isEqualTo(members("a b c d", "a b c", "", ""));
		}

		@Test
		void isNotPromotedWhileItDoesNotAnswer() {
			join().follow(5000 * MILLIS, "b");
			assertThat(leader.core.membership().joining()).hasSize(1);
			assertThat(leader.core.role()).as("an unreachable joiner costs nothing").isEqualTo(Role.LEADER);
			assertThat(leader.propose(1).persisted().acknowledge("b", 4).core.commitIndex()).isEqualTo(4);
		}

		@Test
		void isNotPromotedWhenItFellSilent() {
			join().acknowledge("d", 3).follow(3000 * MILLIS, "b");
			assertThat(leader.core.membership().joining()).hasSize(1);
		}

		/** A round is the time for what was there when it began. */
		@Test
		void isNotPromotedWhileItsRoundsAreLong() {
			join();
			for (int i = 0; i < 10; i++) {
				long before = leader.core.lastIndex();
				leader.propose(1).persisted().acknowledge("b", before + 1);
				leader.follow(600 * MILLIS, "b", "d").acknowledge("d", before);
			}
			assertThat(leader.core.membership().joining()).hasSize(1);
		}

		@Test
		void isPromotedByTheNextLeaderToo() {
			GivenNode node = GivenNode.in(members("a b c", "", "", "d"), 3, null, 1).leader().persisted();
			node.acknowledge("b", 2).acknowledge("d", 2).follow(700 * MILLIS, "b", "d");
			assertThat(node.core.membership().isVoter(id("d"))).isTrue();
		}

		@Test
		void waitsWhileLeadershipIsHandedOver() {
			join().acknowledge("d", 3).follow(400 * MILLIS, "b", "d").transfer("b");
			leader.follow(300 * MILLIS, "b", "d");
			assertThat(leader.core.membership().isJoint()).isFalse();
		}

		@Test
		void isPromotedAfterAnotherOne() {
			leader.change(members("a b c", "", "", "d e")).persisted().acknowledge("b", 3);
			leader.acknowledge("d", 3).acknowledge("e", 3).follow(700 * MILLIS, "b", "d", "e");
			assertThat(leader.core.membership()).isEqualTo(members("a b c d", "a b c", "", "e"));
		}

		@Test
		void isPromotedAlsoWhenItIsTheSecondOne() {
			leader.change(members("a b c", "", "", "d e")).persisted().acknowledge("b", 3);
			leader.acknowledge("d", 3).acknowledge("e", 3);
			for (int i = 0; i < 20; i++) {
				leader.follow(100 * MILLIS, "b", "d", "e").persisted();
				for (String peer : List.of("b", "c", "d", "e")) {
					leader.acknowledge(peer, leader.core.lastIndex());
				}
			}
			assertThat(leader.core.membership()).isEqualTo(voting("a b c d e"));
		}

		/** Another change meanwhile says nothing about how it keeps up. */
		@Test
		void doesNotBeginAnewWhenOthersComeAndGo() {
			join().acknowledge("d", 3).follow(300 * MILLIS, "b", "d");
			leader.change(members("a b c", "", "x", "d")).persisted().acknowledge("b", 4).acknowledge("d", 4);
			leader.follow(200 * MILLIS, "b", "d");
			assertThat(leader.core.membership()).isEqualTo(members("a b c d", "a b c", "x", ""));
		}

		@Test
		void neverCampaigns() {
			GivenNode node = GivenNode.in(members("b c", "", "", "a"), 3, null, 1);
			for (int i = 0; i < 5; i++) {
				assertThat(node.timeout().core.role()).isEqualTo(Role.FOLLOWER);
			}
		}

		/** Votes are granted by anybody: a voter may not know yet that it is one. */
		@Test
		void votesForACandidateThatCountsIt() {
			GivenNode node = GivenNode.in(members("b c", "", "", "a"), 3, null, 1);
			node.step(GivenNode.voteRequest("b", 4, 1, 1));
			assertThat(node.core.votedFor()).isEqualTo(id("b"));
		}

		private GivenNode join() {
			return leader.change(members("a b c", "", "", "d")).persisted().acknowledge("b", 3);
		}

	}

	/** Leaves nothing behind in the messages to others. */
	@Test
	void aStandaloneNodeTakesInASecondVoterByBothMajorities() {
		GivenNode node = GivenNode.of(new String[] { "a" }, 1, 0, null).elapse(0).persisted().persisted();
		node.change(members("a b", "", "", "")).persisted();
		assertThat(node.core.commitIndex()).isEqualTo(2);
		assertThat(node.effects(Append.class)).isEmpty();
		node.connected("b");
		assertThat(node.sentTo("b")).hasAtLeastOneElementOfType(AppendEntries.class);
		node.acknowledge("b", 3);
		assertThat(node.core.membership().isJoint()).isFalse();
		assertThat(node.core.membership().voters()).extracting((peer) -> peer.id().value()).containsExactly("a", "b");
		assertThat(node.core.commitIndex()).isEqualTo(3);
	}

}
