package io.raftboot.core.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Commands that are sent again, by the node or by its caller, are applied once. */
@Timeout(120)
class ExactlyOnceTests {

	@TempDir
	private Path directory;

	@Test
	void commandsSurviveTheirLeader() {
		try (MemoryCluster cluster = cluster()) {
			int leader = cluster.awaitLeader();
			RaftNode follower = cluster.nodes.get((leader + 1) % 3);
			List<CompletableFuture<Committed>> calls = new ArrayList<>();
			for (int i = 0; i < 300; i++) {
				calls.add(follower.submit("default", bytes("c" + i)));
				if (i == 150) {
					calls.get(50).join();
					cluster.nodes.get(leader).close();
				}
			}
			calls.forEach(CompletableFuture::join);
			assertThat(cluster.machines.get((leader + 1) % 3).texts()).hasSize(300).doesNotHaveDuplicates();
			for (int i = 0; i < 300; i++) {
				Committed committed = calls.get(i).join();
				int place = Integer.parseInt(new String(committed.result()));
				assertThat(cluster.machines.get((leader + 1) % 3).texts().get(place - 1)).isEqualTo("c" + i);
			}
		}
	}

	/** The leader appends, and its answer gets lost with the connection. */
	@Test
	void aCommandWhoseFateIsUnknownIsSentAgainAndAppliedOnce() {
		try (MemoryCluster cluster = cluster()) {
			int leader = cluster.awaitLeader();
			int follower = (leader + 1) % 3;
			cluster.nodes.get(follower).submit("default", bytes("opens the session")).join();
			Breaker breaker = new Breaker(cluster, leader, follower);
			cluster.watching = breaker;
			CompletableFuture<Committed> call = cluster.nodes.get(follower).submit("default", bytes("once"));
			await("an answer that is lost", () -> breaker.broken);
			breaker.mend();
			Committed committed = call.join();
			assertThat(breaker.requests).isGreaterThan(1);
			cluster.awaitEqual();
			assertThat(cluster.machines.get(leader).texts()).containsExactly("opens the session", "once");
			assertThat(committed.result()).isEqualTo(bytes("2").array());
		}
	}

	/** Also when the attempt that succeeds is not the first one. */
	@Test
	void whoReadsTheAnswerReadsItOnceAndOnTheNodesOwnThread() {
		try (MemoryCluster cluster = cluster()) {
			int leader = cluster.awaitLeader();
			int follower = (leader + 1) % 3;
			RaftNode node = cluster.nodes.get(follower);
			List<Committed> read = new ArrayList<>();
			assertThat(node.submit("default", bytes("first"), CommandOptions.DEFAULTS, (committed) -> {
				read.add(committed);
				return RaftNode.isOwnThread();
			}).join()).isTrue();
			Breaker breaker = new Breaker(cluster, leader, follower);
			cluster.watching = breaker;
			CompletableFuture<Integer> call = node.submit("default", bytes("again"), CommandOptions.DEFAULTS,
					(committed) -> {
						read.add(committed);
						return 7;
					});
			await("an answer that is lost", () -> breaker.broken);
			breaker.mend();
			assertThat(call.join()).isEqualTo(7);
			assertThat(breaker.requests).isGreaterThan(1);
			assertThat(read).extracting((committed) -> new String(committed.result())).containsExactly("1", "2");
		}
	}

	@Test
	void anAnswerThatCannotBeReadFailsTheCallerAndNothingElse() {
		try (MemoryCluster cluster = cluster()) {
			RaftNode node = cluster.nodes.get(cluster.awaitLeader());
			CompletableFuture<String> call = node.submit("default", bytes("a"), CommandOptions.DEFAULTS,
					(committed) -> {
						throw new IllegalStateException("unreadable");
					});
			assertThatThrownBy(call::join).hasRootCauseMessage("unreadable");
			assertThat(new String(node.submit("default", bytes("b")).join().result())).isEqualTo("2");
		}
	}

	@Test
	void aKeyNamesOneCommandOnAllNodes() {
		try (MemoryCluster cluster = cluster()) {
			cluster.awaitLeader();
			Committed first = cluster.nodes.get(0).submit("default", bytes("order"), "k1").join();
			for (RaftNode node : cluster.nodes) {
				Committed again = node.submit("default", bytes("order"), "k1").join();
				assertThat(again).usingRecursiveComparison().isEqualTo(first);
			}
			assertThatThrownBy(() -> cluster.nodes.get(1).submit("default", bytes("another order"), "k1").join())
				.hasCauseInstanceOf(KeyReusedException.class);
			cluster.awaitEqual();
			assertThat(cluster.machines.get(2).texts()).containsExactly("order");
		}
	}

	@Test
	void aFailureIsRememberedToo() {
		try (MemoryCluster cluster = cluster()) {
			cluster.awaitLeader();
			for (RaftNode node : cluster.nodes) {
				assertThatThrownBy(() -> node.submit("default", bytes("throw"), "k").join())
					.hasCauseInstanceOf(CommandFailedException.class)
					.hasMessageContaining("IllegalArgumentException");
			}
		}
	}

	/** Messages and stacks may differ from node to node: type and code do not. */
	@Test
	void aFailureTellsItsCodeOnEveryNodeAndNothingElse() {
		try (MemoryCluster cluster = cluster()) {
			cluster.awaitLeader();
			for (RaftNode node : cluster.nodes) {
				assertThatThrownBy(() -> node.submit("default", bytes("refuse sold-out"), "k").join()).cause()
					.isInstanceOfSatisfying(CommandFailedException.class,
							(failure) -> assertThat(failure.code()).isEqualTo("sold-out"))
					.hasMessageNotContaining("a message of this node");
			}
			assertThatThrownBy(() -> cluster.nodes.get(0).submit("default", bytes("refuse " + "x".repeat(999))).join())
				.cause()
				.isInstanceOfSatisfying(CommandFailedException.class,
						(failure) -> assertThat(failure.code()).hasSize(FailureCode.LENGTH_MAX));
		}
	}

	@Test
	void readsWaitForAWriteOfAnotherNode() {
		try (MemoryCluster cluster = cluster()) {
			cluster.awaitLeader();
			for (int i = 0; i < 30; i++) {
				int count = i + 1;
				Committed written = cluster.nodes.get(i % 3).submit("default", bytes("c" + i)).join();
				RecordingMachine other = cluster.machines.get((i + 1) % 3);
				assertThat(cluster.nodes.get((i + 1) % 3).query(written.index(), () -> other.texts().size()).join())
					.isGreaterThanOrEqualTo(count);
			}
			CompletableFuture<String> never = cluster.nodes.get(0).query(Long.MAX_VALUE, () -> "never");
			assertThat(cluster.nodes.get(0).query(1L, () -> "others").join()).isEqualTo("others");
			cluster.nodes.get(0).close();
			assertThatThrownBy(never::join).hasCauseInstanceOf(RaftStoppedException.class);
		}
	}

	@Test
	void whatBecameOfCommandsIsInSnapshotsAndOutlivesARestartOfAll() {
		try (MemoryCluster cluster = cluster()) {
			cluster.awaitLeader();
			Committed first = cluster.nodes.get(0).submit("default", bytes("order"), "k1").join();
			cluster.awaitEqual();
			int away = (cluster.leader() + 1) % 3;
			cluster.nodes.get(away).close();
			cluster.fill("a", 200);
			cluster.compact();
			cluster.write("behind the snapshot");
			cluster.restart(away);
			cluster.awaitEqual();
			cluster.awaitInstall();
			assertThat(cluster.installs()).isPositive();
			cluster.nodes.forEach(RaftNode::close);
			for (int i = 0; i < 3; i++) {
				cluster.restart(i);
			}
			cluster.awaitLeader();
			Committed again = cluster.nodes.get(away).submit("default", bytes("order"), "k1").join();
			assertThat(again).usingRecursiveComparison().isEqualTo(first);
			assertThat(cluster.machines.get(away).texts()).containsOnlyOnce("order");
		}
	}

	/** Two nodes drive each other's session out of the table, again and again. */
	@Test
	void aSessionThatExpiredUnusedIsOpenedAnew() {
		SessionOptions one = new SessionOptions(Duration.ofHours(1), 1, Duration.ofHours(1), 10);
		try (MemoryCluster cluster = new MemoryCluster(this.directory, 3, SnapshotOptions.DEFAULTS, one)) {
			cluster.awaitLeader();
			for (int i = 0; i < 6; i++) {
				cluster.nodes.get(i % 3).submit("default", bytes("c" + i)).join();
			}
			cluster.awaitEqual();
			assertThat(cluster.machines.get(0).texts()).containsExactly("c0", "c1", "c2", "c3", "c4", "c5");
		}
	}

	@Test
	void moreKeysThanAreRememberedAreRefused() {
		SessionOptions two = new SessionOptions(Duration.ofHours(1), 10, Duration.ofHours(1), 2);
		try (MemoryCluster cluster = new MemoryCluster(this.directory, 1, SnapshotOptions.DEFAULTS, two)) {
			RaftNode node = cluster.nodes.get(cluster.awaitLeader());
			node.submit("default", bytes("a"), "1").join();
			node.submit("default", bytes("b"), "2").join();
			assertThatThrownBy(() -> node.submit("default", bytes("c"), "3").join())
				.hasCauseInstanceOf(RaftBusyException.class)
				.hasMessageContaining("raft.session.max-keys");
			node.submit("default", bytes("a"), "1").join();
			assertThat(cluster.machines.get(0).texts()).containsExactly("a", "b");
		}
	}

	@Test
	void withoutALeaderACommandEndsInTime() {
		RaftNodeOptions options = RaftNodeOptions.builder("n1")
			.peers(List.of(Peer.of("n1", "127.0.0.1:1"), Peer.of("n2", "127.0.0.1:2")))
			.proposalTimeout(Duration.ofMillis(300))
			.build();
		try (RaftNode node = new RaftNode(options, Map.of("default", new RecordingMachine()))) {
			node.start();
			assertThatThrownBy(() -> node.submit("default", bytes("a")).join())
				.hasCauseInstanceOf(NotLeaderException.class);
			assertThatThrownBy(() -> node.submit("default", bytes("a"), "k").join())
				.hasCauseInstanceOf(NotLeaderException.class);
		}
	}

	@Test
	void nothingIsTriedAgainOnceTheNodeStops() {
		try (MemoryCluster cluster = cluster()) {
			int leader = cluster.awaitLeader();
			int follower = (leader + 1) % 3;
			cluster.nodes.get(follower).submit("default", bytes("a")).join();
			cluster.nodes.get(leader).close();
			cluster.nodes.get((leader + 2) % 3).close();
			await("no leader", () -> cluster.nodes.get(follower).status().leader() == null);
			CompletableFuture<Committed> call = cluster.nodes.get(follower).submit("default", bytes("b"));
			cluster.nodes.get(follower).close();
			assertThatThrownBy(call::join).hasCauseInstanceOf(RaftStoppedException.class);
		}
	}

	@Test
	void aNodeThatIsStartedAgainInItsProcessStillKnows() {
		try (MemoryCluster cluster = cluster()) {
			cluster.awaitLeader();
			Committed first = cluster.nodes.get(0).submit("default", bytes("order"), "k1").join();
			cluster.nodes.forEach(RaftNode::close);
			cluster.nodes.forEach(RaftNode::start);
			cluster.awaitLeader();
			Committed again = cluster.nodes.get(0).submit("default", bytes("order"), "k1").join();
			assertThat(again).usingRecursiveComparison().isEqualTo(first);
			cluster.nodes.get(0).submit("default", bytes("more")).join();
			cluster.awaitEqual();
			assertThat(cluster.machines.get(0).texts()).containsExactly("order", "more");
		}
	}

	/**
	 * A machine that kept the effect by itself through a restart is not asked again, not
	 * even for its answer.
	 */
	@Test
	void anAnswerThatARestartLostIsSaidToBeLost() {
		try (MemoryCluster cluster = new MemoryCluster(this.directory, 1, SnapshotOptions.DEFAULTS)) {
			cluster.awaitLeader();
			Committed first = cluster.nodes.get(0).submit("default", bytes("order"), "k1").join();
			RaftNode node = cluster.prepare(0);
			cluster.machines.get(0).keptIndex = first.index();
			node.start();
			cluster.awaitLeader();
			assertThatThrownBy(() -> node.submit("default", bytes("order"), "k1").join())
				.hasCauseInstanceOf(ResultLostException.class);
			assertThat(cluster.machines.get(0).texts()).isEmpty();
		}
	}

	/** In the transaction of the effects: one is never there without the other. */
	@Test
	void answersThatAMachineKeepsOutliveARestart() {
		try (MemoryCluster cluster = new MemoryCluster(this.directory, 1, SnapshotOptions.DEFAULTS)) {
			MemoryKeeper keeper = new MemoryKeeper();
			RecordingMachine machine = new RecordingMachine();
			machine.keeper = keeper;
			RaftNode node = cluster.prepare(0, machine);
			node.start();
			cluster.awaitLeader();
			Committed first = node.submit("default", bytes("order"), "k1").join();
			assertThatThrownBy(() -> node.submit("default", bytes("refuse sold-out"), "k2").join())
				.hasCauseInstanceOf(CommandFailedException.class);
			long kept = node.status().appliedIndex();
			RecordingMachine restarted = new RecordingMachine();
			restarted.keptIndex = kept;
			restarted.keeper = keeper;
			RaftNode again = cluster.prepare(0, restarted);
			again.start();
			cluster.awaitLeader();
			assertThat(again.submit("default", bytes("order"), "k1").join()).usingRecursiveComparison()
				.isEqualTo(first);
			assertThatThrownBy(() -> again.submit("default", bytes("refuse sold-out"), "k2").join()).cause()
				.isInstanceOfSatisfying(CommandFailedException.class,
						(failure) -> assertThat(failure.code()).isEqualTo("sold-out"));
			assertThat(restarted.texts()).isEmpty();
			again.snapshot().join();
			again.submit("default", bytes("later"), "k3").join();
			assertThat(keeper.lowest()).isGreaterThan(kept);
		}
	}

	@Test
	void whatACommandChangedBeforeItFailedIsTakenBack() {
		try (MemoryCluster cluster = cluster()) {
			RaftNode node = cluster.nodes.get(cluster.awaitLeader());
			node.submit("default", bytes("a")).join();
			CompletableFuture<Committed> half = node.submit("default", bytes("half done"));
			node.submit("default", bytes("b")).join();
			assertThatThrownBy(half::join).hasCauseInstanceOf(CommandFailedException.class);
			cluster.awaitEqual();
			assertThat(cluster.machines.get(0).texts()).containsExactly("a", "b");
		}
	}

	private MemoryCluster cluster() {
		return new MemoryCluster(this.directory, 3, SnapshotOptions.DEFAULTS.withTrailingEntries(0));
	}

	/** Loses the leader's first answer to a forwarded command. */
	private static final class Breaker implements BiConsumer<NodeId, Message> {

		private final MemoryCluster cluster;

		private final NodeId leader;

		private final NodeId follower;

		private volatile boolean broken;

		private volatile int requests;

		Breaker(MemoryCluster cluster, int leader, int follower) {
			this.cluster = cluster;
			this.leader = cluster.peers.get(leader).id();
			this.follower = cluster.peers.get(follower).id();
		}

		@Override
		public void accept(NodeId to, Message message) {
			if (message instanceof ForwardRequest) {
				this.requests++;
			}
			if (message instanceof ForwardResponse && !this.broken) {
				this.cluster.network.cut(this.leader, this.follower);
				this.broken = true;
			}
		}

		/** The follower notices that the connection broke, and there is another one. */
		void mend() {
			this.cluster.network.restore(this.leader, this.follower);
			this.cluster.network.reset(this.leader, this.follower);
			this.cluster.network.reset(this.follower, this.leader);
		}

	}

}
