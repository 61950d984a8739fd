package io.raftboot.actuate;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.spring.PayloadCodec;
import io.raftboot.spring.ReplicatedMachine;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class RaftViewAssemblerTests {

	private static final Instant SINCE = Instant.parse("2026-11-21T19:00:00Z");

	private final RaftNodeOptions.Builder options = RaftNodeOptions.builder("n1");

	@Nested
	class OnTheLeader {

		private final RaftView view = assemble(StatusBuilder.leader()
			.peer("n2", true, true, "REPLICATE", 91_233, 14)
			.peer("n3", true, false, "PROBE", 88_000, 41_200)
			.build());

		@Test
		void theNodeIsDescribed() {
			assertThat(this.view.schema()).isEqualTo(1);
			assertThat(this.view.clusterId()).isEqualTo("5f0c1c1e-6d0b-4f0e-9a57-0d9b0f0f2a11");
			assertThat(this.view.group()).isEqualTo("default");
			assertThat(this.view.groups()).containsExactly("default");
			assertThat(this.view.node()).isEqualTo("n1");
			assertThat(this.view.role()).isEqualTo("LEADER");
			assertThat(this.view.leader()).isEqualTo("n1");
			assertThat(this.view.leaderAddress()).isEqualTo("n1.raft.svc:7000");
			assertThat(this.view.term()).isEqualTo(7);
			assertThat(this.view.votedFor()).isEqualTo("n1");
			assertThat(this.view.view()).isEqualTo("LEADER");
			assertThat(this.view.quorum()).isTrue();
			assertThat(this.view.leaseRemainingMillis()).isEqualTo(118);
			assertThat(this.view.leaderContactMillis()).isZero();
			assertThat(this.view.applyLag()).isEqualTo(4);
			assertThat(this.view.uptimeMillis()).isEqualTo(86_400_000);
			assertThat(this.view.leaderSince()).isEqualTo(SINCE);
			assertThat(this.view.versions().protocol()).isEqualTo(1);
			assertThat(this.view.versions().dataFormat()).isEqualTo(1);
		}

		@Test
		void indexesAreCopied() {
			assertThat(this.view.index())
				.isEqualTo(new RaftView.Index(90_001, 91_234, 91_233, 91_234, 91_230, 90_000L));
			assertThat(this.view.lastLogTerm()).isEqualTo(7);
			assertThat(this.view.pending()).isEqualTo(new RaftView.Pending(3, 5, 912, 10_000));
			assertThat(this.view.elections()).isEqualTo(new RaftView.Elections(1, 1, 2, SINCE));
		}

		@Test
		void thisNodeIsTheFirstPeer() {
			assertThat(this.view.peers()).extracting(RaftView.PeerView::id).containsExactly("n1", "n2", "n3");
			RaftView.PeerView self = this.view.peers().get(0);
			assertThat(self.self()).isTrue();
			assertThat(self.role()).isEqualTo("LEADER");
			assertThat(self.state()).isEqualTo("SELF");
			assertThat(self.matchIndex()).isEqualTo(91_233);
			assertThat(self.nextIndex()).isNull();
			assertThat(self.lagEntries()).isZero();
			assertThat(self.priority()).isEqualTo(100);
		}

		@Test
		void aFollowerInContactIsHealthy() {
			RaftView.PeerView peer = this.view.peers().get(1);
			assertThat(peer.role()).isEqualTo("FOLLOWER");
			assertThat(peer.reachable()).isTrue();
			assertThat(peer.healthy()).isTrue();
			assertThat(peer.reasons()).isEmpty();
			assertThat(peer.state()).isEqualTo("REPLICATE");
			assertThat(peer.matchIndex()).isEqualTo(91_233);
			assertThat(peer.nextIndex()).isEqualTo(91_234);
			assertThat(peer.lagEntries()).isEqualTo(1);
			assertThat(peer.lastContactMillis()).isEqualTo(14);
			assertThat(peer.rttMillis()).isEqualTo(0.412);
			assertThat(peer.inFlight()).isEqualTo(1);
			assertThat(peer.priority()).isEqualTo(50);
			assertThat(peer.version()).isEqualTo("1.0.0");
		}

		@Test
		void aFollowerWithoutContactIsNot() {
			RaftView.PeerView peer = this.view.peers().get(2);
			assertThat(peer.reachable()).isFalse();
			assertThat(peer.healthy()).isFalse();
			assertThat(peer.reasons()).containsExactly(HealthReason.NO_CONTACT);
			assertThat(peer.lagEntries()).isEqualTo(3_234);
			assertThat(peer.lagMillis()).isEqualTo(41_200);
		}

		@Test
		void failureToleranceCountsLiveVotersBeyondTheMajority() {
			assertThat(this.view.failureTolerance()).isZero();
			assertThat(assemble(StatusBuilder.leader()
				.peer("n2", true, true, "REPLICATE", 1, 1)
				.peer("n3", true, true, "REPLICATE", 1, 500)
				.build()).failureTolerance()).isEqualTo(1);
			assertThat(assemble(StatusBuilder.leader()
				.peer("n2", true, true, "REPLICATE", 1, 501)
				.peer("n3", true, true, "REPLICATE", 1, -1)
				.build()).failureTolerance()).isZero();
		}

		@Test
		void aJointConfigurationIsAsTolerantAsItsWeakerMajority() {
			RaftView joint = assemble(StatusBuilder.leader()
				.membership(new Membership(StatusBuilder.peers("n1", "n2", "n3"), StatusBuilder.peers("n1", "n4"),
						List.of()))
				.peer("n2", true, true, "REPLICATE", 1, 1)
				.peer("n3", true, true, "REPLICATE", 1, 1)
				.peer("n4", true, true, "REPLICATE", 1, 1)
				.build());
			assertThat(joint.failureTolerance()).isZero();
			assertThat(joint.configuration()).isEqualTo(new RaftView.Configuration(12, "JOINT",
					List.of("n1", "n2", "n3"), List.of("n1", "n4"), List.of(), List.of()));
		}

		@Test
		void learnersAreShownAndDoNotCount() {
			RaftView view = assemble(StatusBuilder.leader()
				.membership(new Membership(StatusBuilder.peers("n1"), List.of(), StatusBuilder.peers("n4")))
				.peer("n4", false, true, "SNAPSHOT", 0, 1)
				.build());
			assertThat(view.failureTolerance()).isZero();
			assertThat(view.configuration().learners()).containsExactly("n4");
			assertThat(view.peers().get(1).role()).isEqualTo("LEARNER");
			assertThat(view.peers().get(1).voter()).isFalse();
			assertThat(view.peers().get(1).reasons()).containsExactly(HealthReason.INSTALLING_SNAPSHOT);
		}

		@Test
		void aFollowerThatIsSentASnapshotShowsHowMuchItHas() {
			RaftView.PeerView peer = assemble(
					StatusBuilder.leader().peerBehind("n2", 40).peer("n3", true, true, "REPLICATE", 1, 1).build())
				.peers()
				.get(1);
			assertThat(peer.snapshotPercent()).isEqualTo(40);
			assertThat(peer.state()).isEqualTo("SNAPSHOT");
			assertThat(peer.healthy()).isFalse();
			assertThat(peer.reasons()).containsExactly(HealthReason.INSTALLING_SNAPSHOT);
			assertThat(this.view.peers().get(1).snapshotPercent()).isNull();
		}

		@Test
		void whoJoinsIsToldFromALearner() {
			RaftView view = assemble(StatusBuilder.leader()
				.membership(new Membership(StatusBuilder.peers("n1"), List.of(), StatusBuilder.peers("n4"),
						StatusBuilder.peers("n5")))
				.peer("n4", false, true, "REPLICATE", 91_000, 1)
				.peer("n5", false, true, "REPLICATE", 0, 1)
				.build());
			assertThat(view.configuration().learners()).containsExactly("n4");
			assertThat(view.configuration().joining()).containsExactly("n5");
			assertThat(view.peers()).extracting(RaftView.PeerView::role)
				.containsExactly("LEADER", "LEARNER", "JOINING");
		}

	}

	@Nested
	class OnAFollower {

		private final RaftView view = assemble(
				StatusBuilder.follower("n2").unknownPeer("n2", true).unknownPeer("n3", false).build());

		@Test
		void theLeaderIsNamed() {
			assertThat(this.view.role()).isEqualTo("FOLLOWER");
			assertThat(this.view.view()).isEqualTo("LOCAL");
			assertThat(this.view.leader()).isEqualTo("n2");
			assertThat(this.view.leaderAddress()).isEqualTo("n2.raft.svc:7000");
			assertThat(this.view.leaderContactMillis()).isEqualTo(14);
			assertThat(this.view.leaseRemainingMillis()).isZero();
		}

		@Test
		void whatOnlyTheLeaderKnowsIsNull() {
			assertThat(this.view.failureTolerance()).isNull();
			assertThat(this.view.peers().get(0).lagEntries()).isNull();
			RaftView.PeerView other = this.view.peers().get(2);
			assertThat(other.matchIndex()).isNull();
			assertThat(other.nextIndex()).isNull();
			assertThat(other.lagEntries()).isNull();
			assertThat(other.lagMillis()).isNull();
			assertThat(other.state()).isNull();
			assertThat(other.rttMillis()).isNull();
			assertThat(other.priority()).isNull();
			assertThat(other.version()).isNull();
			assertThat(other.reachable()).isNull();
			assertThat(other.healthy()).isNull();
		}

		@Test
		void itsLeaderIsReachable() {
			RaftView.PeerView leader = this.view.peers().get(1);
			assertThat(leader.role()).isEqualTo("LEADER");
			assertThat(leader.reachable()).isTrue();
			assertThat(leader.lastContactMillis()).isEqualTo(14);
		}

		@Test
		void nothingIsMadeUpWithoutALeader() {
			RaftView lost = assemble(StatusBuilder.follower(null).unknownPeer("n2", false).build());
			assertThat(lost.leader()).isNull();
			assertThat(lost.leaderAddress()).isNull();
			assertThat(lost.leaderContactMillis()).isNull();
			assertThat(lost.leaderSince()).isNull();
			assertThat(lost.peers().get(1).role()).isNull();
			assertThat(lost.healthy()).isFalse();
			assertThat(lost.reasons()).startsWith(HealthReason.NO_LEADER);
		}

	}

	@Nested
	class AtAnyNode {

		@Test
		void aNodeThatFailedSaysWhy() {
			RaftView view = assemble(StatusBuilder.leader().state(NodeState.FAILED, "disk gone").build());
			assertThat(view.role()).isEqualTo("FAILED");
			assertThat(view.view()).isEqualTo("LOCAL");
			assertThat(view.failure()).isEqualTo("disk gone");
			assertThat(view.reasons()).containsExactly(HealthReason.NODE_FAILED);
			assertThat(view.peers().get(0).healthy()).isFalse();
		}

		@Test
		void aLearnerIsCalledSo() {
			RaftView view = assemble(StatusBuilder.follower("n2")
				.membership(new Membership(StatusBuilder.peers("n2"), List.of(), StatusBuilder.peers("n1")))
				.build());
			assertThat(view.role()).isEqualTo("LEARNER");
			assertThat(view.peers().get(0).voter()).isFalse();
		}

		@Test
		void aNodeThatJoinsIsCalledSo() {
			RaftView view = assemble(StatusBuilder.follower("n2")
				.membership(new Membership(StatusBuilder.peers("n2"), List.of(), List.of(), StatusBuilder.peers("n1")))
				.build());
			assertThat(view.role()).isEqualTo("JOINING");
			assertThat(view.peers().get(0).role()).isEqualTo("JOINING");
		}

		@Test
		void anUnknownClusterHasNoId() {
			RaftView view = assemble(
					StatusBuilder.follower(null).clusterId(ClusterId.NONE).membership(Membership.EMPTY).build());
			assertThat(view.clusterId()).isNull();
			assertThat(view.configuration().voters()).isEmpty();
		}

		@Test
		void machinesAreListed() {
			assertThat(assemble(StatusBuilder.leader().build()).stateMachines()).containsExactly(
					new RaftView.Machine("default", "ledger", "java.lang.String", true, null, null, null, null));
		}

		@Test
		void machinesSayWhetherTheirCommandsAreTaken() {
			assertThat(assemble(StatusBuilder.leader().machine("default", 2, null).build()).stateMachines())
				.containsExactly(
						new RaftView.Machine("default", "ledger", "java.lang.String", true, null, null, 2, null));
			assertThat(assemble(StatusBuilder.leader().machine("default", 0, "[n3] without it").build()).stateMachines()
				.get(0)
				.notReady()).isEqualTo("[n3] without it");
		}

		@Test
		void machinesSayWhatWasCompared() {
			assertThat(
					assemble(StatusBuilder.leader().digest("default", 0x9f1c2ab0L, 91_000, 3).build()).stateMachines())
				.containsExactly(new RaftView.Machine("default", "ledger", "java.lang.String", true, "9f1c2ab0",
						91_000L, 1, null));
		}

		@Test
		void differencesAreListedWithWhatTheyMeanForThisNode() {
			Divergence divergence = new Divergence("default", 90_000,
					List.of(new Divergence.Side(0x1fL, List.of(NodeId.of("n2"), NodeId.of("n3"))),
							new Divergence.Side(-1L, List.of(NodeId.of("n1")))),
					true);
			RaftView view = assemble(StatusBuilder.leader().divergence(divergence).build());
			assertThat(view.divergences()).containsExactly(new RaftView.DivergenceView("default", 90_000, "MINORITY",
					List.of(new RaftView.Side("1f", List.of("n2", "n3")),
							new RaftView.Side("ffffffffffffffff", List.of("n1")))));
			assertThat(view.reasons()).contains(HealthReason.STATE_DIFFERS);
		}

		@Test
		void addressesCanBeLeftOut(@TempDir Path directory) {
			RaftViewAssemblerTests.this.options.dataDirectory(directory);
			RaftView view = assemble(
					StatusBuilder.follower("n2").unknownPeer("n2", true).unknownPeer("n3", true).build());
			RaftView bare = view.withoutAddresses();
			assertThat(bare.toString()).doesNotContain("7000").doesNotContain(directory.toString());
			assertThat(bare).usingRecursiveComparison()
				.ignoringFields("address", "leaderAddress", "peers.address", "storage.directory")
				.isEqualTo(view);
		}

		@Test
		void theLatestSnapshotIsDescribed() {
			RaftView.Snapshot snapshot = assemble(StatusBuilder.leader().snapshot(90_000, true).build()).snapshot();
			assertThat(snapshot).isEqualTo(new RaftView.Snapshot(90_000L, 6L, 1_048_576L,
					Instant.parse("2026-11-21T18:59:00Z"), 60_000L, true));
		}

		@Test
		void withoutASnapshotNothingIsMadeUp() {
			RaftView view = assemble(StatusBuilder.leader().snapshot(0, false).build());
			assertThat(view.index().snapshot()).isNull();
			assertThat(view.snapshot()).isEqualTo(new RaftView.Snapshot(null, null, null, null, null, false));
		}

		@Test
		void storageInAFileIsDescribed(@TempDir Path directory) {
			RaftViewAssemblerTests.this.options.dataDirectory(directory);
			RaftView.Storage storage = assemble(StatusBuilder.leader().build()).storage();
			assertThat(storage.type()).isEqualTo("FILE");
			assertThat(storage.directory()).isEqualTo(directory.toString());
			assertThat(storage.logBytes()).isEqualTo(4_194_304);
			assertThat(storage.segments()).isEqualTo(2);
			assertThat(storage.freeBytes()).isPositive();
			assertThat(storage.fsync()).isTrue();
			assertThat(storage.lastFsyncMicros()).isEqualTo(310);
		}

		@Test
		void storageInMemoryForcesNothing() {
			RaftView.Storage storage = assemble(StatusBuilder.leader().build()).storage();
			assertThat(storage.type()).isEqualTo("MEMORY");
			assertThat(storage.directory()).isNull();
			assertThat(storage.fsync()).isFalse();
		}

	}

	private RaftView assemble(RaftStatus status) {
		ReplicatedMachine machine = new ReplicatedMachine("default", "ledger", String.class, String.class, true, mock(),
				mock(PayloadCodec.class), mock(PayloadCodec.class));
		return new RaftViewAssembler(this.options.build(), new RaftHealthReasons(), List.of(machine),
				Clock.fixed(Instant.parse("2026-11-21T19:00:00Z"), ZoneOffset.UTC))
			.assemble(status, 86_400_000);
	}

}
