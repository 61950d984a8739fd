package io.raftboot.core.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** S57: a user replaces the state of a cluster by that of a snapshot file. */
@Timeout(120)
class RestoreTests {

	@TempDir
	Path directory;

	private MemoryCluster cluster;

	private List<String> saved;

	private byte[] file;

	/** Some three megabytes, so that it takes several pieces; and a newer state. */
	@BeforeEach
	void saveAState() throws IOException {
		this.cluster = new MemoryCluster(this.directory, 3,
				SnapshotOptions.DEFAULTS.withLimits(0, 0, Duration.ZERO).withTrailingEntries(0));
		this.cluster.fill("a", 3000);
		this.cluster.awaitEqual();
		int leader = this.cluster.awaitLeader();
		this.cluster.nodes.get(leader).snapshot().join();
		this.saved = this.cluster.machines.get(leader).texts();
		this.file = read(leader);
		this.cluster.write("to be forgotten");
	}

	@AfterEach
	void stop() {
		this.cluster.close();
	}

	private byte[] read(int node) throws IOException {
		Path snapshots = this.directory.resolve("n" + (node + 1)).resolve(RaftNodeOptions.GROUP).resolve("snap");
		try (Stream<Path> files = Files.list(snapshots)) {
			return Files.readAllBytes(files.sorted().reduce((one, other) -> other).orElseThrow());
		}
	}

	private RaftNode leader() {
		return this.cluster.nodes.get(this.cluster.awaitLeader());
	}

	private CompletableFuture<Long> restore() {
		return leader().restore(new ByteArrayInputStream(this.file));
	}

	@Test
	void everyNodeTakesTheStateAtTheSamePlaceAndKeepsItOverARestart() {
		long index = restore().join();
		this.cluster.write("afterwards");
		this.cluster.awaitEqual();
		List<String> expected = new ArrayList<>(this.saved);
		expected.add("afterwards");
		assertThat(this.cluster.machines).allSatisfy((machine) -> {
			assertThat(machine.texts()).isEqualTo(expected);
			assertThat(machine.resets).containsExactly(index);
		});
		for (int i = 0; i < 3; i++) {
			this.cluster.restart(i);
		}
		this.cluster.write("after the restart");
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(0).texts()).startsWith(expected.get(0)).hasSize(expected.size() + 1);
	}

	@Test
	void aNodeThatWasAwayGetsThereBySnapshotToo() {
		int away = (this.cluster.awaitLeader() + 1) % 3;
		this.cluster.nodes.get(away).close();
		restore().join();
		this.cluster.write("afterwards");
		this.cluster.compact();
		this.cluster.restart(away);
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(away).texts()).hasSize(this.saved.size() + 1).contains("afterwards");
	}

	@Test
	void commandsOfAnyNodeAreRefusedMeanwhile() {
		RaftNode leader = leader();
		RaftNode follower = this.cluster.nodes.get((this.cluster.leader() + 1) % 3);
		await("the follower to know it", () -> follower.status().leader() != null);
		CompletableFuture<Long> restored = restore();
		List<CompletableFuture<Committed>> refused = new ArrayList<>();
		await("a refusal at both, or the end", () -> {
			List.of(leader, follower).forEach((node) -> refused.add(node.propose("default", bytes("x"))));
			return restored.isDone();
		});
		restored.join();
		refused.forEach((call) -> await("an end", call::isDone));
		assertThat(refused).filteredOn(CompletableFuture::isCompletedExceptionally)
			.isNotEmpty()
			.allSatisfy((call) -> assertThatThrownBy(call::join).hasCauseInstanceOf(RestoreInProgressException.class));
		this.cluster.write("afterwards");
		this.cluster.awaitEqual();
	}

	@Test
	void onlyTheLeaderTakesIt() {
		int follower = (this.cluster.awaitLeader() + 1) % 3;
		assertThatThrownBy(() -> this.cluster.nodes.get(follower).restore(new ByteArrayInputStream(this.file)).join())
			.hasCauseInstanceOf(NotLeaderException.class);
	}

	@Test
	void aDamagedFileChangesNothing() {
		this.file[this.file.length / 2] ^= 1;
		assertThatThrownBy(() -> restore().join()).hasCauseInstanceOf(RestoreFailedException.class)
			.hasMessageContaining("damaged");
		this.file = new byte[] { 1, 2, 3 };
		assertThatThrownBy(() -> restore().join()).hasCauseInstanceOf(RestoreFailedException.class);
		InputStream broken = new InputStream() {

			@Override
			public int read() throws IOException {
				throw new IOException("unplugged");
			}

		};
		assertThatThrownBy(() -> leader().restore(broken).join()).hasCauseInstanceOf(RestoreFailedException.class)
			.hasMessageContaining("unplugged");
		assertThat(this.cluster.machines.get(this.cluster.leader()).texts()).contains("to be forgotten");
		this.cluster.write("goes on");
	}

	/** Pieces of a leader that lost its office are in some logs and have no effect. */
	@Test
	void anUnfinishedRestoreEndsWithItsLeader() {
		int old = this.cluster.awaitLeader();
		NodeId oldId = NodeId.of("n" + (old + 1));
		this.cluster.network.partition(List.of(Set.of(oldId), others(oldId)));
		CompletableFuture<Long> restored = this.cluster.nodes.get(old).restore(new ByteArrayInputStream(this.file));
		await("it to end", restored::isDone);
		assertThatThrownBy(restored::join).hasCauseInstanceOf(NotLeaderException.class);
		await("another leader", () -> this.cluster.nodes.stream()
			.anyMatch((node) -> !node.status().nodeId().equals(oldId) && node.status().role() == Role.LEADER));
		this.cluster.network.heal();
		this.cluster.write("by the next");
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(old).texts()).contains("to be forgotten", "by the next");
		restore().join();
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(old).texts()).isEqualTo(this.saved);
	}

	/** A leader that goes on would leave every node waiting for the rest. */
	@Test
	void aRestoreThatCannotBeReadToItsEndLeavesNothingBehind() {
		int leader = this.cluster.awaitLeader();
		long last = this.cluster.nodes.get(leader).status().lastIndex();
		int pieceBytes = RestorePiece.DATA_BYTES_MAX;
		this.cluster.snapshotDisks.get(leader).failingReads = (position, bytes) -> position == 2L * pieceBytes
				&& bytes == pieceBytes;
		CompletableFuture<Long> restored = this.cluster.nodes.get(leader).restore(new ByteArrayInputStream(this.file));
		assertThatThrownBy(restored::join).hasCauseInstanceOf(RestoreFailedException.class)
			.hasMessageContaining("on purpose");
		this.cluster.write("goes on");
		this.cluster.awaitEqual();
		assertThat(leader().status().lastIndex()).isGreaterThanOrEqualTo(last + 4);
		this.cluster.nodes.forEach((node) -> {
			CompletableFuture<?> snapshot = node.snapshot();
			await("a snapshot", snapshot::isDone);
			snapshot.join();
		});
		assertThat(this.cluster.machines.get(leader).texts()).contains("to be forgotten", "goes on");
	}

	private static Set<NodeId> others(NodeId one) {
		return Set.copyOf(Stream.of("n1", "n2", "n3").map(NodeId::of).filter((id) -> !id.equals(one)).toList());
	}

	/** A snapshot in the middle would lose the pieces in front of it. */
	@Test
	void noSnapshotIsTakenBetweenThePieces() {
		CompletableFuture<Long> restored = restore();
		List<CompletableFuture<?>> snapshots = new ArrayList<>();
		await("the restore", () -> {
			this.cluster.nodes.forEach((node) -> snapshots.add(node.snapshot()));
			return restored.isDone();
		});
		snapshots.forEach((snapshot) -> await("an end", snapshot::isDone));
		this.cluster.nodes.forEach((node) -> node.snapshot().join());
		for (int i = 0; i < 3; i++) {
			this.cluster.restart(i);
		}
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(0).texts()).isEqualTo(this.saved);
	}

}
