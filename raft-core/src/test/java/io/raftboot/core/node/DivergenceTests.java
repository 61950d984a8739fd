package io.raftboot.core.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.Divergence.Verdict;
import io.raftboot.core.model.RaftEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Nodes whose states differ notice it. */
@Timeout(120)
class DivergenceTests {

	@TempDir
	private Path directory;

	@Test
	void aNodeThatDiffersIsNamedOnAllUntilItAgreesAgain() {
		try (MemoryCluster cluster = cluster(3)) {
			cluster.write("a");
			cluster.write("b");
			cluster.awaitEqual();
			int wrong = (cluster.leader() + 1) % 3;
			cluster.machines.get(wrong).corrupt();
			long index = cluster.nodes.get(wrong).checkDigests().join();
			for (int i = 0; i < 3; i++) {
				RaftNode node = cluster.nodes.get(i);
				await("all reports", () -> divergences(node).stream().anyMatch(DivergenceTests::isComplete));
				Divergence divergence = divergences(node).get(0);
				assertThat(divergence.machine()).isEqualTo("default");
				assertThat(divergence.index()).isEqualTo(index);
				assertThat(divergence.sides().get(1).nodes()).containsExactly(cluster.peers.get(wrong).id());
				assertThat(divergence.verdict(node.status().nodeId()))
					.isEqualTo((i == wrong) ? Verdict.MINORITY : Verdict.MAJORITY);
			}
			await("listeners to hear of it", () -> events(cluster) >= 3);
			cluster.write("c");
			cluster.machines.get(wrong).repair("a");
			cluster.nodes.get(cluster.awaitLeader()).checkDigests().join();
			cluster.nodes.forEach((node) -> await("agreement", () -> divergences(node).isEmpty()));
		}
	}

	@Test
	void withoutAMajorityItIsATieAndServingGoesOn() {
		try (MemoryCluster cluster = cluster(2)) {
			cluster.write("a");
			cluster.awaitEqual();
			cluster.machines.get(0).corrupt();
			cluster.nodes.get(0).checkDigests().join();
			for (RaftNode node : cluster.nodes) {
				await("a difference", () -> !divergences(node).isEmpty());
				assertThat(divergences(node).get(0).verdict(node.status().nodeId())).isEqualTo(Verdict.TIE);
			}
			assertThat(cluster.write("b").result()).isEqualTo("2".getBytes());
		}
	}

	/** What the documentation forbids: each node reads its own clock. */
	@Test
	void aCommitThatLooksAtTheClockIsCaughtByThePeriodicCheck() {
		try (MemoryCluster cluster = new MemoryCluster(this.directory, 3, SnapshotOptions.DEFAULTS,
				SessionOptions.DEFAULTS, Duration.ofMillis(100))) {
			cluster.write("clock");
			for (RaftNode node : cluster.nodes) {
				await("a difference", () -> !divergences(node).isEmpty());
			}
		}
	}

	@Test
	void restartsReplaysAndSnapshotsRaiseNoAlarm() {
		try (MemoryCluster cluster = cluster(3)) {
			checkedByAll(cluster);
			int away = cluster.leaveOneBehind(200);
			cluster.nodes.get(cluster.awaitLeader()).checkDigests().join();
			cluster.restart(away);
			cluster.awaitEqual();
			checkedByAll(cluster);
			cluster.awaitInstall();
			assertThat(cluster.installs()).isPositive();
			for (int i = 0; i < 3; i++) {
				cluster.nodes.get(i).close();
			}
			cluster.restart(0);
			cluster.restart(1);
			cluster.nodes.get(2).start();
			cluster.write("replayed");
			checkedByAll(cluster);
			assertThat(events(cluster)).isZero();
		}
	}

	private static void checkedByAll(MemoryCluster cluster) {
		long index = cluster.nodes.get(cluster.awaitLeader()).checkDigests().join();
		for (RaftNode node : cluster.nodes) {
			StateDigests digests = node.parts().machines.digests();
			await("three reports", () -> digests.seen().checkIndex() == index && digests.seen().reports() >= 3);
			assertThat(digests.seen().divergences()).isEmpty();
			assertThat(digests.seen().digests()).containsKey("default");
			await("the status to say so",
					() -> node.status().digestCheckIndex() == index && node.status().digestReporters() == 3);
			assertThat(node.status().machines()).singleElement().satisfies((machine) -> {
				assertThat(machine.digest()).isEqualTo(digests.seen().digests().get("default"));
				assertThat(machine.digestIndex()).isEqualTo(index);
			});
		}
	}

	private static boolean isComplete(Divergence divergence) {
		return divergence.sides().stream().mapToInt((side) -> side.nodes().size()).sum() == 3;
	}

	private static List<Divergence> divergences(RaftNode node) {
		return node.status().divergences();
	}

	private static long events(MemoryCluster cluster) {
		return cluster.events.stream().filter(RaftEvent.StateDiverged.class::isInstance).count();
	}

	private MemoryCluster cluster(int size) {
		return new MemoryCluster(this.directory, size, SnapshotOptions.DEFAULTS.withTrailingEntries(0));
	}

}
