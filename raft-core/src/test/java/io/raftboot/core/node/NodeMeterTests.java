package io.raftboot.core.node;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/** What whole nodes tell their meters. */
@Timeout(120)
class NodeMeterTests {

	private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

	@TempDir
	Path directory;

	private final RecordingMeter meter = new RecordingMeter();

	private final RecordingMachine machine = new RecordingMachine();

	private RaftNode node;

	@AfterEach
	void stop() {
		this.machine.release.countDown();
		if (this.node != null) {
			this.node.close();
		}
	}

	private RaftNodeOptions.Builder options() {
		return RaftNodeOptions.builder("solo").dataDirectory(this.directory.resolve("data"));
	}

	private RaftNode start(RaftNodeOptions.Builder options, NodeMeter told) {
		this.node = RaftNode.builder(options.build()).stateMachine(this.machine).meter(told).build();
		this.node.start();
		await("leadership", () -> this.node.status().role() == Role.LEADER);
		return this.node;
	}

	@Test
	void eachCommandEndsOnceWithItsOutcomeAndItsTime() {
		start(options(), this.meter);
		List<CompletableFuture<Committed>> calls = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			calls.add(this.node.propose("default", bytes("w" + i)));
			calls.add(this.node.submit("default", bytes("s" + i)));
		}
		calls.forEach(CompletableFuture::join);
		endsBadly(this.node.propose("default", bytes("throw")));
		assertThat(this.meter.of("command OK")).hasSize(1000)
			.allSatisfy((nanos) -> assertThat(nanos).isBetween(1L, PATIENCE_NANOS));
		assertThat(this.meter.of("command REJECTED")).hasSize(1);
		assertThat(this.meter.count("command")).isEqualTo(1001);
	}

	@Test
	void aCommandWhoseAnswerCannotBeReadEndedWellForTheNode() {
		start(options(), this.meter);
		endsBadly(this.node.submit("default", bytes("s"), CommandOptions.DEFAULTS, (committed) -> {
			throw new IllegalStateException("unreadable");
		}));
		assertThat(this.meter.of("command OK")).hasSize(1);
		assertThat(this.meter.count("command")).isEqualTo(1);
	}

	@Test
	void theWayOfABatchIsMeasured() {
		start(options(), this.meter);
		this.node.propose("default", bytes("w")).join();
		assertThat(this.meter.of("committed")).isNotEmpty();
		assertThat(this.meter.of("appended")).isNotEmpty();
		assertThat(this.meter.of("forced")).isNotEmpty();
		await("the end of the batch", () -> this.meter.sum("entries applied") == this.node.status().commitIndex());
		for (String what : List.of("committed", "applied", "appended", "forced")) {
			assertThat(this.meter.of(what)).as(what)
				.allSatisfy((nanos) -> assertThat(nanos).isBetween(0L, PATIENCE_NANOS));
		}
		assertThat(this.meter.of("election WON")).hasSize(1);
		assertThat(this.meter.count("election")).isEqualTo(1);
	}

	@Test
	void whatIsRememberedOfCommandsIsCounted() {
		start(options(), this.meter);
		this.node.submit("default", bytes("a")).join();
		this.node.submit("default", bytes("b"), "key 1").join();
		this.node.submit("default", bytes("c"), "key 2").join();
		assertThat(this.meter.of("sessions")).endsWith(1L);
		assertThat(this.meter.of("keys")).endsWith(2L);
	}

	@Test
	void readsAreToldByConsistency() {
		start(options(), this.meter);
		this.node.read(Consistency.LINEARIZABLE).join();
		this.node.query(Consistency.LEASE, this.machine::texts).join();
		this.node.query(Consistency.LOCAL, this.machine::texts).join();
		Callable<String> failing = () -> {
			throw new IOException("the caller's");
		};
		endsBadly(this.node.query(Consistency.LOCAL, failing));
		assertThat(this.meter.of("read LINEARIZABLE OK")).hasSize(1);
		assertThat(this.meter.of("read LEASE OK")).hasSize(1);
		// The query has failed, the read has not.
		assertThat(this.meter.of("read LOCAL OK")).hasSize(2);
		assertThat(this.meter.count("read")).isEqualTo(4);
		this.node.close();
		endsBadly(this.node.read(Consistency.LOCAL));
		assertThat(this.meter.of("read LOCAL ERROR")).containsExactly(0L);
	}

	@Test
	void aQueryHasEndedWhenItsAnswerIsThere() {
		start(options(), this.meter);
		CountDownLatch attached = new CountDownLatch(1);
		CompletableFuture<Integer> told = this.node.query(Consistency.LOCAL, () -> {
			attached.await();
			return "answer";
		}).thenApply((answer) -> this.meter.of("read LOCAL OK").size());
		attached.countDown();
		assertThat(told).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1);
	}

	@Test
	void aRefusedCommandIsToldToo() {
		start(options().pendingProposalsMax(1).commandBytesMax(100), this.meter);
		CompletableFuture<Committed> stuck = this.node.propose("default", bytes("block"));
		endsBadly(this.node.propose("default", bytes("too many")));
		endsBadly(this.node.propose("default", bytes("x".repeat(101))));
		assertThat(this.meter.of("command OVERLOAD")).containsExactly(0L);
		assertThat(this.meter.of("command REJECTED")).containsExactly(0L);
		assertThat(this.meter.of("command OK")).isEmpty();
		this.machine.release.countDown();
		stuck.join();
		this.node.close();
		endsBadly(this.node.propose("default", bytes("late")));
		assertThat(this.meter.of("command ERROR")).containsExactly(0L);
	}

	@Test
	void aCallThatGotNoAnswerInTimeTookAllOfIt() {
		Duration timeout = Duration.ofMillis(300);
		start(options().proposalTimeout(timeout), this.meter);
		endsBadly(this.node.propose("default", bytes("block")));
		assertThat(this.meter.of("command TIMEOUT")).singleElement()
			.satisfies((nanos) -> assertThat(nanos).isBetween(timeout.toNanos(), PATIENCE_NANOS));
	}

	@Test
	void snapshotsAreMeasuredWhenTakenAndLoaded() {
		start(options(), this.meter);
		this.node.propose("default", bytes("w")).join();
		this.node.snapshot().join();
		assertThat(this.meter.of("snapshot TAKE")).hasSize(1);
		assertThat(this.meter.of("snapshot LOAD")).isEmpty();
		this.node.propose("default", bytes("v")).join();
		this.machine.snapshotHook = () -> {
			throw new IOException("not now");
		};
		endsBadly(this.node.snapshot());
		assertThat(this.meter.of("snapshot TAKE failed")).hasSize(1);
		this.node.close();
		start(options(), this.meter);
		assertThat(this.meter.of("snapshot LOAD")).hasSize(1);
	}

	@Test
	void whatAMeterThrowsHurtsNobody() {
		NodeMeter broken = (NodeMeter) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { NodeMeter.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("toString")) {
						return "A broken meter";
					}
					this.meter.electionEnded(ElectionOutcome.WON, 0L);
					throw new IllegalStateException("broken");
				});
		start(options(), broken);
		assertThat(this.node.propose("default", bytes("w"))).succeedsWithin(Duration.ofSeconds(30));
		assertThat(this.node.read(Consistency.LINEARIZABLE)).succeedsWithin(Duration.ofSeconds(30));
		assertThat(this.node.snapshot()).succeedsWithin(Duration.ofSeconds(30));
		assertThat(this.meter.count("election")).isGreaterThan(5);
		assertThat(this.node.status().failure()).isNull();
	}

	@Test
	void aLeaderMeasuresReplicationAndANodeThatComesBackItsSnapshot() throws IOException {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3)) {
			List<RecordingMeter> meters = List.of(new RecordingMeter(), new RecordingMeter(), new RecordingMeter());
			for (int i = 0; i < 3; i++) {
				cluster.nodes.set(i, member(cluster, i, meters.get(i)));
			}
			cluster.start();
			cluster.write(cluster.awaitLeader(), "first");
			int leading = cluster.leader();
			RaftNode leader = cluster.nodes.get(leading);
			RecordingMeter ofLeader = meters.get(leading);
			int away = (leading + 1) % 3;
			NodeId peer = cluster.peers.get(away).id();
			await("an answer", () -> ofLeader.count("replicated " + peer) > 0);
			await("a round trip", () -> ofLeader.count("heartbeat " + peer) > 0);
			// the write may have been committed without this peer
			await("all entries to be sent", () -> ofLeader.sum("entries sent " + peer) >= 3);
			assertThat(ofLeader.sum("bytes sent " + peer)).isPositive();
			assertThat(ofLeader.count("replicated n" + (leading + 1))).isZero();
			assertThat(meters.get(away).count("replicated")).isZero();

			cluster.nodes.get(away).close();
			for (int i = 0; i < 300; i++) {
				cluster.write(leader, "x".repeat(1000));
			}
			leader.snapshot().join();
			await("a shorter log", () -> leader.status().firstIndex() > 2);
			cluster.machines.set(away, new RecordingMachine());
			cluster.nodes.set(away, member(cluster, away, meters.get(away)));
			cluster.nodes.get(away).start();
			await("the snapshot to be installed", () -> meters.get(away).count("snapshot INSTALL") == 1);
			await("the snapshot to be sent", () -> ofLeader.of("snapshot SEND").size() == 1);
		}
	}

	@Test
	void aHandOverIsToldWhereItWasAskedFor() throws IOException {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3)) {
			List<RecordingMeter> meters = List.of(new RecordingMeter(), new RecordingMeter(), new RecordingMeter());
			for (int i = 0; i < 3; i++) {
				cluster.nodes.set(i, member(cluster, i, meters.get(i)));
			}
			cluster.start();
			RaftNode asked = cluster.awaitFollower();
			int index = cluster.nodes.indexOf(asked);
			asked.administration().transferLeadership(cluster.peers.get(index).id()).join();
			await("the hand-over to be told", () -> meters.get(index).of("transfer OK").size() == 1);
			endsBadly(asked.administration().transferLeadership(NodeId.of("nobody")));
			await("the refusal to be told", () -> meters.get(index).of("transfer REJECTED").size() == 1);
			assertThat(meters.get(index).count("transfer")).isEqualTo(2);
			await("the new leader's election", () -> meters.get(index).of("election WON").size() == 1);
		}
	}

	@Test
	void nothingStandsBetweenNodeAndNetworkWithoutAMeter() throws IOException {
		SystemEnvironment environment = new SystemEnvironment();
		assertThat(environment.meter()).isNull();
		RaftNodeOptions options = options().build();
		Transport transport = environment.newTransport(options);
		assertThat(MeteredTransport.of(transport, environment)).isSameAs(transport);
		assertThat(CallMeter.of(environment, options)).isNull();
		transport.close();
	}

	private static RaftNode member(LoopbackCluster cluster, int i, NodeMeter meter) {
		RaftNodeOptions options = cluster.options(i)
			.segmentBytes(64 << 10)
			.electionTimeout(Duration.ofMillis(1000))
			.snapshots(SnapshotOptions.DEFAULTS.withLimits(0, 0, Duration.ZERO).withTrailingEntries(0))
			.build();
		return RaftNode.builder(options).stateMachine(cluster.machines.get(i)).meter(meter).build();
	}

	private static void endsBadly(CompletableFuture<?> call) {
		assertThat(call).failsWithin(Duration.ofSeconds(30));
	}

}
