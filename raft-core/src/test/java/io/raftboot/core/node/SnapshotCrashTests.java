package io.raftboot.core.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * S52, P13: a node dies at every single step that changes its disk while a snapshot is
 * taken, or installed. Whatever is there at the next start is a snapshot and a log that
 * continues it, with everything that was acknowledged.
 */
@Timeout(240)
class SnapshotCrashTests {

	private static final SnapshotOptions ON_DEMAND = SnapshotOptions.DEFAULTS.withLimits(0, 0, Duration.ZERO)
		.withTrailingEntries(0);

	@TempDir
	Path directory;

	@Test
	void takingASnapshotMayEndAtAnyStep() {
		boolean died = true;
		for (int step = 0; died; step++) {
			died = takeAndDieAt(step);
			assertThat(step).isLessThan(200);
		}
	}

	/** Whether it died before it was done. */
	private boolean takeAndDieAt(int step) {
		try (MemoryCluster cluster = new MemoryCluster(this.directory.resolve("take" + step), 1, ON_DEMAND)) {
			cluster.fill("a", 100);
			cluster.nodes.get(0).snapshot().join();
			cluster.fill("b", 200);
			List<String> acknowledged = cluster.machines.get(0).texts();
			cluster.logDisks.get(0).dieAfter(step, cluster.snapshotDisks.get(0));
			RaftNode dying = cluster.nodes.get(0);
			CompletableFuture<?> taken = dying.snapshot();
			await("the snapshot to end", taken::isDone);
			// What follows the answer: the log is shortened, or the writer is dead.
			long until = System.nanoTime() + Duration.ofMillis(50).toNanos();
			await("the rest", () -> System.nanoTime() > until);
			boolean died = cluster.logDisks.get(0).isDead();
			cluster.restart(0);
			await("the state", () -> cluster.machines.get(0).texts().equals(acknowledged));
			cluster.write("after");
			assertThat(cluster.machines.get(0).texts()).hasSize(acknowledged.size() + 1);
			return died;
		}
	}

	@Test
	void installingASnapshotMayEndAtAnyStep() {
		try (MemoryCluster cluster = new MemoryCluster(this.directory, 3, ON_DEMAND)) {
			cluster.write("first");
			int away = (cluster.awaitLeader() + 1) % 3;
			boolean died = true;
			for (int step = 0; died; step++) {
				cluster.nodes.get(away).close();
				long index = cluster.nodes.get(away).status().lastIndex();
				RaftNode leader = cluster.nodes.get(cluster.awaitLeader());
				await("a log that does not reach back", () -> {
					cluster.fill("a", 50);
					leader.snapshot().join();
					return leader.status().firstIndex() > index + 1;
				});
				cluster.write("behind");
				RaftNode dying = cluster.prepare(away);
				dying.start();
				cluster.logDisks.get(away).dieAfter(step, cluster.snapshotDisks.get(away));
				await("it to die, or to be done",
						() -> cluster.logDisks.get(away).isDead() || cluster.machines.get(away)
							.texts()
							.equals(cluster.machines.get(cluster.awaitLeader()).texts()));
				died = cluster.logDisks.get(away).isDead();
				boolean installed = !cluster.machines.get(away).resets.isEmpty();
				cluster.restart(away);
				cluster.awaitEqual();
				assertThat(step).isLessThan(200);
				assertThat(died || installed).isTrue();
			}
		}
	}

	/** Acknowledged writes outlive a cluster of which every node dies at its own step. */
	@Test
	void snapshotsUnderWritesLoseNothingWhenAllDie() {
		List<String> acknowledged = new ArrayList<>();
		SnapshotOptions often = ON_DEMAND.withLimits(40, 0, Duration.ZERO)
			.withMinInterval(Duration.ZERO)
			.withTrailingEntries(20);
		try (MemoryCluster cluster = new MemoryCluster(this.directory, 3, often)) {
			for (int round = 0; round < 6; round++) {
				for (int i = 0; i < 60; i++) {
					String text = "r" + round + "w" + i + "-" + "x".repeat(1000);
					cluster.write(text);
					acknowledged.add(text);
				}
				for (int i = 0; i < 3; i++) {
					cluster.logDisks.get(i).dieAfter(7 * round + 5 * i, cluster.snapshotDisks.get(i));
				}
				int leader = cluster.awaitLeader();
				CompletableFuture<Committed> lost = cluster.nodes.get(leader).propose("default", bytes("maybe"));
				cluster.nodes.forEach(RaftNode::snapshot);
				await("an end", lost::isDone);
				for (int i = 0; i < 3; i++) {
					cluster.restart(i);
				}
				cluster.write("mark " + round);
				cluster.awaitEqual();
				assertThat(cluster.machines.get(0).texts()).containsSubsequence(acknowledged);
			}
		}
	}

}
