package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/** The whole way over sockets: a snapshot of some megabytes for a node that was away. */
@Timeout(120)
class SnapshotOverTcpTests {

	@TempDir
	Path directory;

	@Test
	void aNodeThatWasAwayComesBackAndLeadershipStaysWhereItIs() throws IOException {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3)) {
			for (int i = 0; i < 3; i++) {
				cluster.nodes.set(i, node(cluster, i));
			}
			cluster.start();
			cluster.write(cluster.awaitLeader(), "first");
			int leading = cluster.leader();
			int away = (leading + 1) % 3;
			cluster.nodes.get(away).close();
			RaftNode leader = cluster.nodes.get(leading);
			for (int round = 0; round < 10; round++) {
				fill(leader, 1000);
			}
			leader.snapshot().join();
			await("a shorter log", () -> leader.status().firstIndex() > 2);
			long term = leader.status().term();
			cluster.machines.set(away, new RecordingMachine());
			cluster.nodes.set(away, node(cluster, away));
			cluster.nodes.get(away).start();
			await("the same state", () -> {
				cluster.write(leader, "meanwhile");
				return cluster.machines.get(away).texts().size() > 10_000;
			});
			cluster.write(leader, "last");
			await("all", () -> cluster.machines.get(away).texts().equals(cluster.machines.get(leading).texts()));
			assertThat(cluster.machines.get(away).resets).hasSize(1);
			assertThat(leader.status().term()).isEqualTo(term);
		}
	}

	private static RaftNode node(LoopbackCluster cluster, int i) {
		return new RaftNode(cluster.options(i)
			.segmentBytes(64 << 10)
			.electionTimeout(Duration.ofMillis(1000))
			.snapshots(SnapshotOptions.DEFAULTS.withLimits(0, 0, Duration.ZERO).withTrailingEntries(0))
			.build(), Map.of("default", cluster.machines.get(i)));
	}

	private static void fill(RaftNode leader, int count) {
		List<CompletableFuture<Committed>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(leader.propose("default", bytes("x".repeat(1000))));
		}
		calls.forEach(CompletableFuture::join);
	}

}
