package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.MembershipChangeException.Reason;
import io.raftboot.core.protocol.RecordingOutput.Append;
import io.raftboot.core.protocol.RecordingOutput.Commit;
import io.raftboot.core.protocol.RecordingOutput.Configuration;
import io.raftboot.core.protocol.RecordingOutput.ReadReady;
import io.raftboot.core.protocol.RecordingOutput.SendEntries;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.Entries.members;
import static io.raftboot.core.protocol.Entries.voting;
import static io.raftboot.core.protocol.GivenNode.append;
import static io.raftboot.core.protocol.GivenNode.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Raft §6, thesis 4.1 and 4.3: how the configuration changes. */
class MembershipTests {

	/** A leader of a, b and c in term 4 that has committed entry 2, its no-op. */
	private final GivenNode leader = GivenNode.ofThree(3, null, 1).leaderWithB();

	/** "Two-phase: first a transitional configuration, joint consensus." */
	@Nested
	class JointConsensus {

		@Test
		void otherVotersBeginWithAJointConfigurationOfBothSets() {
			change(voting("a d e"));
			assertThat(leader.core.membership()).isEqualTo(members("a d e", "a b c", "", ""));
			assertThat(leader.effects(Append.class)).extracting((append) -> append.batch().firstIndex())
				.containsExactly(3L);
			assertThat(leader.effects(SendEntries.class)).extracting(SendEntries::to).contains(id("b"));
		}

		/** "A server always uses the latest configuration in its log." */
		@Test
		void aConfigurationIsInEffectFromItsAppendOnCommittedOrNot() {
			change(voting("a d e"));
			assertThat(leader.effects(Configuration.class)).containsExactly(
					new Configuration(3, new ConfigurationEntry(Entries.CLUSTER, members("a d e", "a b c", "", ""))));
			assertThat(leader.core.membershipIndex()).isEqualTo(3);
			assertThat(leader.core.commitIndex()).isEqualTo(2);
			assertThat(leader.core.contacts()).extracting((peer) -> peer.id().value())
				.containsExactlyInAnyOrder("b", "c", "d", "e");
		}

		/** "Agreement requires separate majorities from both." */
		@Test
		void theOldMajorityAloneCommitsNothing() {
			change(voting("a d e")).persisted().acknowledge("b", 3).acknowledge("c", 3);
			assertThat(leader.core.commitIndex()).isEqualTo(2);
			assertThat(leader.acknowledge("d", 3).effects(Commit.class)).contains(new Commit(3));
		}

		@Test
		void theNewMajorityAloneCommitsNothing() {
			change(voting("a d e")).persisted().acknowledge("d", 3).acknowledge("e", 3);
			assertThat(leader.core.commitIndex()).isEqualTo(2);
			assertThat(leader.acknowledge("c", 3).effects(Commit.class)).contains(new Commit(3));
		}

		/** "Once joint consensus has been committed, the system transitions to new." */
		@Test
		void theFinalConfigurationFollowsTheCommitOfTheJointOne() {
			change(voting("a d e")).persisted().acknowledge("b", 3).acknowledge("d", 3);
			assertThat(leader.core.membership()).isEqualTo(voting("a d e"));
			assertThat(leader.core.membershipIndex()).isEqualTo(4);
			assertThat(leader.persisted().acknowledge("b", 4).core.commitIndex()).as("b counts no more").isEqualTo(3);
			assertThat(leader.acknowledge("e", 4).core.commitIndex()).isEqualTo(4);
		}

		/** P8: whoever leads ends it. */
		@Test
		void aNewLeaderEndsTheJointConfigurationThatItFinds() {
			GivenNode node = GivenNode.in(members("a d e", "a b c", "", ""), 3, null, 1).leader().persisted();
			node.acknowledge("b", 2);
			assertThat(node.core.membership().isJoint()).isTrue();
			node.acknowledge("d", 2);
			assertThat(node.core.membership()).isEqualTo(voting("a d e"));
			assertThat(node.core.membershipIndex()).isEqualTo(3);
		}

		/** S61. */
		@Test
		void aLeaderIsElectedByBothMajorities() {
			GivenNode node = GivenNode.in(members("a d e", "a b c", "", ""), 3, null, 1).candidate().persisted();
			node.step(vote("d", 4, true)).step(vote("e", 4, true));
			assertThat(node.core.role()).isEqualTo(Role.CANDIDATE);
			assertThat(node.step(vote("b", 4, true)).core.role()).isEqualTo(Role.LEADER);
		}

		@Test
		void preVotesAreCountedLikeVotes() {
			GivenNode node = GivenNode.in(members("a d e", "a b c", "", ""), 3, null, 1).preCandidate();
			node.step(new PreVoteResponse(id("b"), 3, 4, true)).step(new PreVoteResponse(id("c"), 3, 4, true));
			assertThat(node.core.role()).isEqualTo(Role.PRE_CANDIDATE);
			assertThat(node.step(new PreVoteResponse(id("e"), 3, 4, true)).core.role()).isEqualTo(Role.CANDIDATE);
		}

		/** S58: what was truncated was never decided. */
		@Test
		void aTruncatedConfigurationGivesWayToTheOneBeforeIt() {
			GivenNode node = GivenNode.ofThree(4, null, 1)
				.step(append("b", 4, 1, 1, 0, joint(4, 2)))
				.step(append("c", 5, 1, 1, 0, Entries.of(2, 5)));
			assertThat(node.core.membership()).isEqualTo(voting("a b c"));
			node.persisted().timeout().step(new PreVoteResponse(id("b"), 5, 6, true));
			assertThat(node.core.role()).isEqualTo(Role.CANDIDATE);
		}

		/** S77, thesis 6.4. */
		@Test
		void readsNeedBothMajorities() {
			change(voting("a d e")).persisted().read(7, false);
			leader.heartbeatAnswered("b", leader.latestRound()).heartbeatAnswered("c", leader.latestRound());
			assertThat(leader.effects(ReadReady.class)).isEmpty();
			assertThat(leader.heartbeatAnswered("d", leader.latestRound()).effects(ReadReady.class))
				.containsExactly(new ReadReady(7, 2));
		}

		/** Design §5: in a joint configuration both majorities count. */
		@Test
		void theLeaseNeedsBothMajorities() {
			change(voting("a d e"));
			leader.elapse(GivenNode.SETTINGS.heartbeatIntervalNanos());
			leader.heartbeatAnswered("b", leader.latestRound());
			assertThat(leader.core.leaseRemainingNanos(leader.nowNanos)).isZero();
			leader.heartbeatAnswered("d", leader.latestRound());
			assertThat(leader.core.leaseRemainingNanos(leader.nowNanos)).isPositive();
		}

	}

	@Nested
	class OneEntry {

		/** S69, "learners never count". */
		@Test
		void isEnoughForALearnerThatGetsTheLogAndNeverCounts() {
			change(members("a b c", "", "d", ""));
			assertThat(leader.core.membership().isJoint()).isFalse();
			leader.acknowledge("d", 3).elapse(0);
			assertThat(leader.core.commitIndex()).isEqualTo(2);
			assertThat(leader.persisted().acknowledge("c", 3).core.commitIndex()).isEqualTo(3);
			assertThat(leader.propose(1).effects(SendEntries.class)).extracting(SendEntries::to).contains(id("d"));
		}

		/** Address change of a known id: who votes stays. */
		@Test
		void isEnoughForAnAddress() {
			List<Peer> moved = List.of(Peer.of("a", "a:1"), Peer.of("b", "elsewhere:1"), Peer.of("c", "c:1"));
			change(Membership.of(moved));
			assertThat(leader.core.membership()).isEqualTo(Membership.of(moved));
			assertThat(leader.peer("b").matchIndex()).as("it is the same peer").isEqualTo(2);
		}

		@Test
		void isNeitherNeededNorWrittenWhenNothingChanges() {
			change(voting("a b c"));
			assertThat(leader.effects()).isEmpty();
		}

		/** S69: counted as a voter while joint, a learner afterwards. */
		@Test
		void makesALearnerOfAVoterOnlyWhenTheJointConfigurationEnds() {
			change(members("a b", "", "c", ""));
			assertThat(leader.core.membership()).isEqualTo(members("a b", "a b c", "c", ""));
			leader.persisted().acknowledge("b", 3);
			assertThat(leader.core.membership()).isEqualTo(members("a b", "", "c", ""));
			leader.persisted().acknowledge("c", 4);
			assertThat(leader.core.commitIndex()).isEqualTo(3);
			assertThat(leader.acknowledge("b", 4).core.commitIndex()).isEqualTo(4);
		}

		@Test
		void isSentToANewPeerOnceItIsConnected() {
			change(members("a b c", "", "d", "")).connected("d");
			assertThat(leader.sentTo("d")).hasAtLeastOneElementOfType(AppendEntries.class);
		}

	}

	/** S60, S71, S73: what is refused changes nothing. */
	@Nested
	class IsRefused {

		@Test
		void byWhoDoesNotLead() {
			refused(GivenNode.ofThree(3, null, 1), voting("a b"), -1, Reason.NOT_LEADER);
		}

		/** The bug of 2015, P10. */
		@Test
		void beforeAnEntryOfTheOwnTermIsCommitted() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leader().persisted();
			refused(node, voting("a b"), -1, Reason.NOT_READY);
			assertThat(node.acknowledge("b", 2).change(voting("a b")).core.membership().isJoint()).isTrue();
		}

		@Test
		void whileTheJointConfigurationIsNotFinished() {
			change(voting("a d e"));
			refused(leader, voting("a b c"), -1, Reason.IN_PROGRESS);
		}

		@Test
		void whileTheFinalConfigurationIsNotCommitted() {
			change(voting("a d e")).persisted().acknowledge("b", 3).acknowledge("d", 3);
			refused(leader, voting("a b c"), -1, Reason.IN_PROGRESS);
			leader.persisted().acknowledge("d", 4).change(voting("a b c"));
			assertThat(leader.core.membership().isJoint()).isTrue();
		}

		/** S60: also by a new leader that finds one uncommitted. */
		@Test
		void byANewLeaderUntilItCommittedWhatItFound() {
			GivenNode node = GivenNode.in(voting("a b c"), 3, null, 1, 3).leader();
			refused(node, voting("a b"), -1, Reason.NOT_READY);
		}

		@Test
		void whileLeadershipIsHandedOver() {
			leader.transfer("b");
			refused(leader, voting("a b"), -1, Reason.TRANSFERRING);
		}

		@Test
		void whenTheConfigurationIsNotTheExpectedOne() {
			refused(leader, voting("a b"), 2, Reason.OUTDATED);
			refused(leader, voting("a b"), 0, Reason.OUTDATED);
			leader.core.changeMembership(voting("a b"), 1, leader.nowNanos);
			assertThat(leader.core.membership().isJoint()).isTrue();
		}

		@Test
		void withoutVoters() {
			refused(leader, members("", "", "a b c", ""), -1, Reason.INVALID);
		}

		@Test
		void withAnIdTwice() {
			refused(leader, members("a b", "", "b", ""), -1, Reason.INVALID);
			refused(leader, members("a b", "", "c", "c"), -1, Reason.INVALID);
			refused(leader, voting("a b b"), -1, Reason.INVALID);
		}

		@Test
		void withAnAddressTwice() {
			Membership target = new Membership(Entries.peers("a", "b", "c"), List.of(), List.of(Peer.of("d", "b:1")));
			refused(leader, target, -1, Reason.INVALID);
		}

		/** A lost disk has forgotten what its voter promised. */
		@Test
		void withAnotherDataDirectoryUnderAVotersId() {
			NodeId b = id("b");
			Membership known = new Membership(List.of(Peer.of("a", "a:1"), new Peer(b, "b:1", 7), Peer.of("c", "c:1")),
					List.of(), List.of());
			leader.change(known).persisted().acknowledge("b", 3).acknowledge("c", 3);
			Membership other = new Membership(List.of(Peer.of("a", "a:1"), new Peer(b, "b:1", 8), Peer.of("c", "c:1")),
					List.of(), List.of());
			refused(leader, other, -1, Reason.INVALID);
			leader.change(voting("a b c"));
			assertThat(leader.core.membership()).isEqualTo(known);
			refused(leader, other, -1, Reason.INVALID);
		}

		@Test
		void asAJointOne() {
			refused(leader, members("a b", "a c", "", ""), -1, Reason.INVALID);
		}

		private void refused(GivenNode node, Membership target, long expectedIndex, Reason reason) {
			long last = node.core.lastIndex();
			Membership before = node.core.membership();
			assertThatExceptionOfType(MembershipChangeException.class)
				.isThrownBy(() -> node.core.changeMembership(target, expectedIndex, node.nowNanos))
				.extracting(MembershipChangeException::reason)
				.isEqualTo(reason);
			assertThat(node.elapse(0).effects(Append.class)).isEmpty();
			assertThat(node.core.lastIndex()).isEqualTo(last);
			assertThat(node.core.membership()).isEqualTo(before);
		}

	}

	private GivenNode change(Membership target) {
		return this.leader.change(target);
	}

	private static io.raftboot.core.model.EntryBatch joint(long term, long index) {
		return Entries.configuration(term, index,
				new ConfigurationEntry(Entries.CLUSTER, members("a d e", "a b c", "", "")));
	}

}
