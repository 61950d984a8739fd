package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.RaftEvent.LeaderChanged;
import io.raftboot.core.model.RaftEvent.RoleChanged;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.protocol.RecordingOutput.Event;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.Entries.members;
import static io.raftboot.core.protocol.Entries.voting;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.SETTINGS;
import static io.raftboot.core.protocol.GivenNode.append;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the core says of itself, and what it is told by its driver. */
class RaftCoreTests {

	@Nested
	class Status {

		@Test
		void aFollowerKnowsNothingOfItsPeers() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0));
			assertThat(node.core.peerCount()).isZero();
			assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> node.core.peer(0));
			assertThat(node.core.uncommittedBytes()).isZero();
			assertThat(node.core.leaseRemainingNanos(node.nowNanos)).isZero();
			assertThat(node.core.isHandingOver()).isFalse();
		}

		@Test
		void aFollowerHasAQuorumWhileItKnowsALeader() {
			GivenNode node = GivenNode.ofThree(3, null, 1);
			assertThat(node.core.hasQuorum(node.nowNanos)).isFalse();
			node.step(heartbeat("b", 3, 0));
			assertThat(node.core.hasQuorum(node.nowNanos)).isTrue();
			node.preCandidate();
			assertThat(node.core.hasQuorum(node.nowNanos)).isFalse();
		}

		@Test
		void timeSinceALeaderSpoke() {
			GivenNode node = GivenNode.ofThree(3, null, 1);
			assertThat(node.core.leaderContactNanos(node.nowNanos)).as("none ever did").isEqualTo(-1);
			node.step(heartbeat("b", 3, 0));
			assertThat(node.core.leaderContactNanos(node.nowNanos + 7)).isEqualTo(7);
			node.elapse(500 * MILLIS).leader();
			assertThat(node.core.leaderContactNanos(node.nowNanos + 7)).as("it leads itself").isZero();
		}

		/** Pre-votes are no elections. */
		@Test
		void electionsAreCounted() {
			GivenNode node = GivenNode.ofThree(3, null, 1).preCandidate().preCandidate();
			assertThat(node.core.electionsStarted()).isZero();
			node.candidate();
			assertThat(node.core.electionsStarted()).isEqualTo(1);
			assertThat(node.core.electionsWon()).isZero();
			node.persisted().leader();
			assertThat(node.core.electionsStarted()).isEqualTo(2);
			assertThat(node.core.electionsWon()).isEqualTo(1);
		}

		/** To lose a leader and to find the same one again is no change. */
		@Test
		void leadersAreCountedWhenAnotherThanBeforeTurnsUp() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0)).preCandidate();
			node.step(heartbeat("b", 3, 0));
			assertThat(node.core.leaderChanges()).isEqualTo(1);
			node.step(heartbeat("c", 4, 0));
			assertThat(node.core.leaderChanges()).isEqualTo(2);
			node.persisted().elapse(500 * MILLIS).leader();
			assertThat(node.core.leaderChanges()).isEqualTo(3);
		}

	}

	@Nested
	class Events {

		@Test
		void tellOfRolesAndLeadersOnceWhenTheyChange() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0));
			assertThat(events(node)).containsExactly(new LeaderChanged(id("b"), 3));
			assertThat(events(node.step(heartbeat("b", 3, 0)))).isEmpty();
			assertThat(events(node.preCandidate())).containsExactly(new RoleChanged(Role.PRE_CANDIDATE, 3),
					new LeaderChanged(null, 3));
			assertThat(events(node.preCandidate())).isEmpty();
			assertThat(events(node.candidate())).containsExactly(new RoleChanged(Role.CANDIDATE, 4));
			assertThat(events(node.persisted().step(GivenNode.vote("b", 4, true))))
				.containsExactly(new RoleChanged(Role.LEADER, 4), new LeaderChanged(id("a"), 4));
			assertThat(events(node.step(heartbeat("c", 5, 0)))).containsExactly(new RoleChanged(Role.FOLLOWER, 5),
					new LeaderChanged(null, 5), new LeaderChanged(id("c"), 5));
		}

		private List<RaftEvent> events(GivenNode node) {
			return node.effects(Event.class).stream().map(Event::event).toList();
		}

	}

	@Nested
	class Contacts {

		@Test
		void areAllMembersButTheNodeItself() {
			assertThat(contacts(GivenNode.in(members("a b", "", "c", "d"), 3, null, 1))).containsExactly("b", "c", "d");
			assertThat(contacts(GivenNode.in(voting("b c"), 3, null, 1))).containsExactly("b", "c");
		}

		/** It needs answers to commit its own removal. */
		@Test
		void includeALeaderThatIsNoMemberAnyMoreUnderItsLastAddress() {
			GivenNode node = GivenNode.ofThree(3, null, 1)
				.step(append("b", 3, 1, 1, 0,
						Entries.configuration(3, 2, new ConfigurationEntry(Entries.CLUSTER, voting("a c")))));
			assertThat(node.core.contacts()).containsExactly(Peer.of("c", "c:1"), Peer.of("b", "b:1"));
			assertThat(contacts(node.persisted().preCandidate())).containsExactly("c");
		}

		@Test
		void includeALeaderOfTheConfigurationNoMoreThanOnce() {
			assertThat(contacts(GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0)))).containsExactly("b", "c");
			assertThat(contacts(GivenNode.ofThree(3, null, 1).leader())).containsExactly("b", "c");
		}

		@Test
		void includeNoLeaderOfUnknownAddress() {
			assertThat(contacts(GivenNode.ofThree(3, null, 1).step(heartbeat("x", 3, 0)))).containsExactly("b", "c");
		}

		private List<String> contacts(GivenNode node) {
			return node.core.contacts().stream().map((peer) -> peer.id().value()).toList();
		}

	}

	@Nested
	class Orders {

		@Test
		void toStepDownLeaveAFollowerWhereItIsAndMakeItWait() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0));
			node.core.stepDown(node.nowNanos);
			assertThat(node.core.leader()).isEqualTo(id("b"));
			assertThat(node.core.nextDeadlineNanos() - node.nowNanos).isGreaterThanOrEqualTo(2000 * MILLIS);
		}

		@Test
		void toStepDownEndACampaign() {
			GivenNode node = GivenNode.ofThree(3, null, 1).preCandidate();
			node.core.stepDown(node.nowNanos);
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
		}

		@Test
		void aFollowerIsToldOfItsRemovalWithoutLosingItsLeader() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0));
			node.core.onRemoved(node.nowNanos);
			assertThat(node.core.isRemoved()).isTrue();
			assertThat(node.core.leader()).isEqualTo(id("b"));
		}

		@Test
		void aCampaignEndsWhenItIsToldOfItsRemoval() {
			GivenNode node = GivenNode.ofThree(3, null, 1).preCandidate();
			node.core.onRemoved(node.nowNanos);
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
		}

		@Test
		void whatIsAppliedIsCommittedAndNeverLess() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			node.core.onApplied(2);
			node.core.onApplied(2);
			assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> node.core.onApplied(1));
			assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> node.core.onApplied(3));
		}

	}

	/** Raft §7, for those who are no followers. */
	@Nested
	class Snapshots {

		private final SnapshotMeta nine = new SnapshotMeta(9, 3, 2, Entries.voters("a", "b", "c"));

		@Test
		void ofWhatIsCommittedAlreadyEndNoCampaign() {
			GivenNode node = GivenNode.with(SETTINGS, new InitialState(id("a"), 11, new HardState(3, null),
					TermIndex.behind(9, 3), List.of(), List.of(), this.nine));
			node.preCandidate().received(this.nine, "b");
			assertThat(node.core.role()).isEqualTo(Role.PRE_CANDIDATE);
			assertThat(node.effects()).isEmpty();
		}

		/** Leader completeness, figure 3: a snapshot of its term's past is no news. */
		@Test
		void ofWhatALeaderDoesNotHaveStopTheNode() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
			assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> node.received(this.nine, "b"));
		}

		@Test
		void ofWhatIsCommittedAlreadyAreNoNewsToALeader() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().compacted(2, 3);
			node.received(new SnapshotMeta(1, 1, 1, this.nine.configuration()), "b");
			assertThat(node.core.role()).isEqualTo(Role.LEADER);
			assertThat(node.effects()).isEmpty();
		}

		@Test
		void ofWhatALeaderHasCommitItAndAreNotAnswered() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 2, 3).leader();
			node.received(new SnapshotMeta(3, 3, 1, Entries.voters("a", "b", "c")), "b");
			assertThat(node.core.commitIndex()).isEqualTo(3);
			assertThat(node.core.role()).isEqualTo(Role.LEADER);
			assertThat(node.sentAfterPersistTo("b")).isEmpty();
		}

		@Test
		void thatFailedToReachAPeerDoNotConcernAFollower() {
			GivenNode node = GivenNode.ofThree(3, null, 1);
			node.core.onSnapshotFailed(id("b"), node.nowNanos);
			assertThat(node.elapse(0).effects()).isEmpty();
		}

	}

}
