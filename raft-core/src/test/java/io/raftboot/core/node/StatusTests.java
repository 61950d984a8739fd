package io.raftboot.core.node;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What nodes say of themselves. */
@Timeout(120)
class StatusTests {

	@TempDir
	private Path directory;

	@Test
	void everyNodeKnowsSinceWhenSomebodyLeadsAndWhatItHasToCatchUpWith() {
		try (MemoryCluster cluster = cluster()) {
			long before = System.currentTimeMillis();
			cluster.write("a");
			cluster.awaitEqual();
			for (RaftNode node : cluster.nodes) {
				await("having caught up", () -> node.status().isCaughtUp());
				RaftStatus status = node.status();
				assertThat(status.leaderSinceMillis()).isBetween(before - 60_000, System.currentTimeMillis());
				assertThat(status.catchUpIndex()).isBetween(1L, status.commitIndex());
				await("the leader's word", () -> node.status()
					.leaderCommitIndex() == cluster.nodes.get(cluster.leader()).status().commitIndex());
			}
		}
	}

	/** Its own commit index is small all the time: it ends where the log does. */
	@Test
	void aNodeThatWasAwayHasNotCaughtUpBeforeItHasAppliedWhatWasCommittedMeanwhile() {
		try (MemoryCluster cluster = cluster()) {
			cluster.write("first");
			int away = (cluster.awaitLeader() + 1) % 3;
			cluster.nodes.get(away).close();
			cluster.fill("a", 200);
			long committed = cluster.write("last").index();
			RaftNode back = cluster.restart(away);
			await("having caught up", () -> back.status().isCaughtUp());
			assertThat(back.status().catchUpIndex()).isGreaterThanOrEqualTo(committed);
			assertThat(cluster.machines.get(away).texts()).hasSize(202);
		}
	}

	@Test
	void aNodeThatGetsASnapshotCatchesUpToo() {
		try (MemoryCluster cluster = cluster()) {
			int away = cluster.leaveOneBehind(200);
			RaftNode back = cluster.restart(away);
			await("having caught up", () -> back.status().isCaughtUp());
			cluster.awaitInstall();
			assertThat(cluster.installs()).isPositive();
			assertThat(cluster.machines.get(away).texts()).endsWith("behind the snapshot");
		}
	}

	@Test
	void theLeaderSaysForHowLongAFollowerHasBeenBehind() {
		try (MemoryCluster cluster = cluster()) {
			cluster.write("first");
			cluster.awaitEqual();
			int leader = cluster.awaitLeader();
			int away = (leader + 1) % 3;
			await("nobody to lag",
					() -> cluster.nodes.get(leader)
						.status()
						.peers()
						.stream()
						.allMatch((peer) -> peer.lagNanos() == 0L));
			cluster.nodes.get(away).close();
			long beginNanos = System.nanoTime();
			cluster.write("second");
			await("a lag", () -> lagNanos(cluster, leader, away) >= 50_000_000L);
			assertThat(lagNanos(cluster, leader, away)).isLessThanOrEqualTo(System.nanoTime() - beginNanos);
			cluster.restart(away);
			await("none", () -> lagNanos(cluster, leader, away) == 0L);
		}
	}

	@Test
	void nodesTellEachOtherTheirWeightInElections() {
		try (MemoryCluster cluster = cluster()) {
			cluster.write("a");
			for (RaftNode node : cluster.nodes) {
				await("both to be heard of",
						() -> node.status().peers().stream().allMatch((peer) -> peer.electionPriority() == 100));
			}
		}
	}

	@Test
	void readsThatWaitAreCounted() {
		try (MemoryCluster cluster = cluster()) {
			long index = cluster.write("a").index();
			RaftNode node = cluster.nodes.get(0);
			CompletableFuture<Integer> read = node.query(index + 1, () -> 1);
			await("one read", () -> node.status().pendingReads() == 1);
			cluster.write("b");
			assertThat(read.join()).isEqualTo(1);
			await("none", () -> node.status().pendingReads() == 0);
		}
	}

	@Test
	void aStoppedNodeKeepsWhatItKnew() {
		try (MemoryCluster cluster = cluster()) {
			cluster.write("a");
			RaftNode node = cluster.nodes.get(0);
			await("having caught up", () -> node.status().isCaughtUp());
			RaftStatus before = node.status();
			node.close();
			assertThat(node.status().catchUpIndex()).isEqualTo(before.catchUpIndex());
			assertThat(node.status().leaderSinceMillis()).isPositive();
		}
	}

	private static long lagNanos(MemoryCluster cluster, int leader, int of) {
		return cluster.nodes.get(leader)
			.status()
			.peers()
			.stream()
			.filter((peer) -> peer.id().equals(cluster.peers.get(of).id()))
			.mapToLong(RaftStatus.PeerStatus::lagNanos)
			.findFirst()
			.orElseThrow();
	}

	private MemoryCluster cluster() {
		return new MemoryCluster(this.directory, 3, SnapshotOptions.DEFAULTS.withTrailingEntries(0));
	}

}
