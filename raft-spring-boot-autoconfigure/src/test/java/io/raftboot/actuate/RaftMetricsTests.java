package io.raftboot.actuate;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.transport.TransportCounters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RaftMetricsTests {

	private final RaftNode node = mock(RaftNode.class);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final MicrometerNodeMeter meter = new MicrometerNodeMeter(this.registry, "default");

	private final RaftMetrics metrics = new RaftMetrics(this.node,
			RaftNodeOptions.builder("n1").dataDirectory(Path.of("target")).build(), new RaftHealthReasons(),
			this.meter);

	@BeforeEach
	void bind() {
		given(this.node.transportCounters()).willReturn(new TransportCounters(1000, 2000, 400, 1500, 3, 4, 5));
		this.metrics.bindTo(this.registry);
	}

	@Test
	void aLeaderKnowsItsPeers() {
		status(StatusBuilder.leader()
			.peer("n2", true, true, "REPLICATE", 91_233, 14)
			.peer("n3", true, false, "PROBE", 88_000, 41_200)
			.build());
		changed(0);
		assertThat(gauge("raft.replication.lag", "peer", "n2")).isOne();
		assertThat(gauge("raft.replication.lag", "peer", "n3")).isEqualTo(3234);
		assertThat(gauge("raft.replication.inflight", "peer", "n2")).isOne();
		assertThat(gauge("raft.peer.contact", "peer", "n3")).isEqualTo(41.2);
		assertThat(gauge("raft.failure.tolerance")).isZero();
		assertThat(gauge("raft.role", "role", "leader")).isOne();
		assertThat(gauge("raft.role", "role", "follower")).isZero();
		assertThat(gauge("raft.leader.known")).isOne();
	}

	@Test
	void aFollowerClaimsNothingOfOthersButItsLeader() {
		status(StatusBuilder.follower("n2").unknownPeer("n2", true).unknownPeer("n3", true).build());
		changed(0);
		assertThat(gauge("raft.replication.lag", "peer", "n2")).isNaN();
		assertThat(gauge("raft.replication.inflight", "peer", "n2")).isNaN();
		assertThat(gauge("raft.failure.tolerance")).isNaN();
		assertThat(gauge("raft.peer.contact", "peer", "n2")).isEqualTo(0.014);
		assertThat(gauge("raft.peer.contact", "peer", "n3")).isNaN();
	}

	@Test
	void theNumbersOfTheStatusAreShown() {
		status(StatusBuilder.leader().indexes(91_234, 91_230).build());
		assertThat(gauge("raft.term")).isEqualTo(7);
		assertThat(gauge("raft.voters")).isEqualTo(3);
		assertThat(gauge("raft.index", "kind", "last")).isEqualTo(91_234);
		assertThat(gauge("raft.index", "kind", "durable")).isEqualTo(91_233);
		assertThat(gauge("raft.index", "kind", "commit")).isEqualTo(91_234);
		assertThat(gauge("raft.index", "kind", "applied")).isEqualTo(91_230);
		assertThat(gauge("raft.index", "kind", "snapshot")).isEqualTo(90_000);
		assertThat(gauge("raft.proposals.pending")).isEqualTo(3);
		assertThat(gauge("raft.log.bytes")).isEqualTo(4_194_304);
		assertThat(gauge("raft.log.segments")).isEqualTo(2);
		assertThat(gauge("raft.snapshot.bytes")).isEqualTo(1_048_576);
		assertThat(gauge("raft.snapshot.age")).isFinite().isNotNegative();
		assertThat(gauge("raft.disk.free")).isFinite().isPositive();
		assertThat(gauge("raft.election.timeout")).isEqualTo(0.5);
		assertThat(gauge("raft.diverged")).isZero();
		assertThat(this.registry.get("raft.leader.changes").functionCounter().count()).isEqualTo(2);
	}

	/** A registry holds what it measures weakly. */
	@Test
	void noGaugeIsLostToTheGarbageCollector() {
		status(StatusBuilder.leader().build());
		WeakReference<Object> garbage = new WeakReference<>(new Object());
		await().until(() -> {
			System.gc();
			return garbage.get() == null;
		});
		assertThat(gauge("raft.disk.free")).isFinite().isPositive();
		assertThat(gauge("raft.election.timeout")).isEqualTo(0.5);
		assertThat(gauge("raft.sessions")).isZero();
	}

	@Test
	void unknownIsNotZero() {
		status(StatusBuilder.follower(null).snapshot(0, false).build());
		assertThat(gauge("raft.snapshot.bytes")).isNaN();
		assertThat(gauge("raft.snapshot.age")).isNaN();
		assertThat(gauge("raft.leader.known")).isZero();
		assertThat(gauge("raft.healthy")).isZero();
	}

	@Test
	void aNodeThatStoppedItselfHasARole() {
		status(StatusBuilder.follower(null).state(NodeState.FAILED, "disk").build());
		assertThat(gauge("raft.role", "role", "failed")).isOne();
		assertThat(gauge("raft.role", "role", "follower")).isZero();
	}

	@Test
	void everyRoleHasAGauge() {
		status(StatusBuilder.leader().build());
		for (Role role : Role.values()) {
			assertThat(gauge("raft.role", "role", role.name().toLowerCase())).isNotNull();
		}
		assertThat(this.registry.get("raft.role").gauges()).hasSize(Role.values().length + 4);
	}

	@Test
	void statesThatDifferAreShown() {
		status(StatusBuilder.leader()
			.divergence(new Divergence("ledger", 5,
					List.of(new Divergence.Side(1, List.of(NodeId.of("n1"))),
							new Divergence.Side(2, List.of(NodeId.of("n2")))),
					false))
			.build());
		assertThat(gauge("raft.diverged")).isOne();
		assertThat(gauge("raft.healthy")).isZero();
	}

	@Test
	void theNetworkCounts() {
		assertThat(count("raft.transport.sent", "lane", "control")).isEqualTo(600);
		assertThat(count("raft.transport.sent", "lane", "bulk")).isEqualTo(400);
		assertThat(count("raft.transport.received", "lane", "control")).isEqualTo(500);
		assertThat(count("raft.transport.received", "lane", "bulk")).isEqualTo(1500);
		assertThat(count("raft.transport.messages.dropped")).isEqualTo(3);
		assertThat(count("raft.transport.frames.refused")).isEqualTo(4);
		assertThat(count("raft.transport.connections.refused")).isEqualTo(5);
	}

	@Test
	void metersOfPeersComeAndGoWithTheMembers() {
		status(StatusBuilder.leader().build());
		assertThat(peers()).isEmpty();
		changed(0);
		assertThat(peers()).containsExactly("n2", "n3");
		this.metrics.onEvent(new RaftEvent.MembershipChanged(20, Membership.of(StatusBuilder.peers("n1", "n3", "n4"))));
		assertThat(peers()).containsExactly("n3", "n4");
		// What the status says may be older than the event.
		changed(1);
		assertThat(peers()).containsExactly("n3", "n4");
		MeterRegistry second = new SimpleMeterRegistry();
		this.metrics.bindTo(second);
		assertThat(second.get("raft.replication.lag").tags("peer", "n4").gauge()).isNotNull();
	}

	private void changed(int term) {
		this.metrics.onEvent(new RaftEvent.LeaderChanged(NodeId.of("n1"), term));
	}

	private void status(RaftStatus status) {
		given(this.node.status()).willReturn(status);
	}

	private double gauge(String name, String... tags) {
		return this.registry.get(name).tags(tags).gauge().value();
	}

	private double count(String name, String... tags) {
		return this.registry.get(name).tags(tags).functionCounter().count();
	}

	private List<String> peers() {
		return this.registry.getMeters()
			.stream()
			.map(Meter::getId)
			.map((id) -> id.getTag("peer"))
			.filter((peer) -> peer != null)
			.distinct()
			.sorted()
			.toList();
	}

}
