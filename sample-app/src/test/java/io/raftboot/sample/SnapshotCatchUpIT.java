package io.raftboot.sample;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes that were away for longer than the log goes back, and one that lost its disk,
 * come back by snapshot while writes go on.
 */
@Tag("long")
class SnapshotCatchUpIT {

	/** Snapshots all the time, and logs that keep next to nothing behind them. */
	static final String[] SETTINGS = { "--raft.snapshot.entries=200", "--raft.snapshot.trailing-entries=20",
			"--raft.segment-size=64KB" };

	private static final String FILLING = "x".repeat(8_000);

	@Test
	void nodesComeBackBySnapshot() {
		run("snapshot-catch-up", 1, 2, 100);
	}

	@Test
	void nodesComeBackBySnapshotAgainAndAgain() {
		run("snapshot-catch-up-long", 10, 4, 1000);
	}

	private static void run(String name, int rounds, int clients, int operationsBetween) {
		long seed = Long.getLong("seed", System.nanoTime());
		System.out.println(name + ": -Dseed=" + seed);
		try (ProcessCluster cluster = ProcessCluster.started(name, 3, SETTINGS);
				Workload workload = new Workload(cluster.nodes())) {
			workload.start(clients, seed);
			for (int round = 0; round < rounds; round++) {
				workload.awaitProgress(operationsBetween);
				comeBack(cluster, follower(cluster));
				System.out.println(name + ": back by snapshot; " + workload);
				loseTheDisk(cluster, follower(cluster));
				System.out.println(name + ": joined again; " + workload);
			}
			workload.stop();
			ClusterCheck.everythingHolds(cluster, workload);
		}
	}

	private static NodeProcess follower(ProcessCluster cluster) {
		NodeProcess leader = cluster.awaitLeader();
		return cluster.nodes().stream().filter((node) -> node != leader).findFirst().orElseThrow();
	}

	/** A node is away until no log goes back to what it has. */
	private static void comeBack(ProcessCluster cluster, NodeProcess node) {
		cluster.awaitCaughtUp(node);
		long last = node.index("last");
		node.kill();
		compactBeyond(cluster, last + 100);
		node.start();
		cluster.awaitCaughtUp(node);
		assertThat(node.index("snapshot")).as("%s", node).isGreaterThan(last);
		assertThat(node.index("first")).as("%s", node).isGreaterThan(last);
	}

	private static void compactBeyond(ProcessCluster cluster, long index) {
		ProcessCluster.await("logs that begin behind " + index).until(() -> {
			HttpApi api = cluster.awaitLeader().api();
			for (int i = 0; i < 20; i++) {
				int status = api.send("PUT", "/kv/filling-" + i, HttpApi.json("value", FILLING)).status();
				assertThat(status).isIn(200, 429, 503, 504);
			}
			List<NodeProcess> alive = cluster.nodes().stream().filter(NodeProcess::isAlive).toList();
			return alive.stream().allMatch((node) -> node.index("first") > index);
		});
	}

	/** A node is refused with an empty directory until it was removed and joins again. */
	private static void loseTheDisk(ProcessCluster cluster, NodeProcess node) {
		node.kill();
		node.wipe();
		long alreadySaid = node.output().length();
		node.start();
		String refusal = "knows node " + node.id() + " with another data directory";
		ProcessCluster.await("a refusal of " + node.id())
			.until(() -> node.output().substring((int) alreadySaid).contains(refusal));
		assertThat(node.output().substring((int) alreadySaid)).contains("remove the node", "join again");
		assertThat(node.leader()).isNull();
		node.kill();
		node.wipe();
		NodeProcess leader = cluster.awaitLeader();
		cluster.remove(node, leader);
		cluster.rejoin(node, leader);
		cluster.awaitVoters(cluster.nodes().toArray(NodeProcess[]::new));
		cluster.awaitCaughtUp(node);
		assertThat(node.index("snapshot")).as("%s", node).isPositive();
	}

}
