package io.raftboot.sample;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One node on its own becomes a cluster of five and then of three, node by node, while
 * clients use every node there is: nobody notices, and nothing is lost.
 */
@Tag("long")
class GrowAndShrinkIT {

	@Test
	void aClusterGrowsAndShrinksUnderLoad() {
		run("grow-and-shrink", 1, 2, 100);
	}

	@Test
	void aClusterGrowsAndShrinksUnderLoadAgainAndAgain() {
		run("grow-and-shrink-long", 4, 4, 1000);
	}

	private static void run(String name, int rounds, int clients, int operationsBetween) {
		long seed = Long.getLong("seed", System.nanoTime());
		System.out.println(name + ": -Dseed=" + seed);
		try (ProcessCluster cluster = ProcessCluster.standalone(name);
				Workload workload = new Workload(cluster.nodes())) {
			workload.start(clients, seed);
			workload.awaitProgress(operationsBetween);
			for (int round = 0; round < rounds; round++) {
				while (cluster.nodes().size() < 5) {
					grow(cluster);
					workload.awaitProgress(operationsBetween);
					System.out.println(name + ": " + cluster.nodes().size() + " nodes; " + workload);
				}
				restart(cluster, cluster.nodes().get(cluster.nodes().size() - 1));
				while (cluster.nodes().size() > 3) {
					shrink(cluster);
					workload.awaitProgress(operationsBetween);
					System.out.println(name + ": " + cluster.nodes().size() + " nodes; " + workload);
				}
			}
			workload.stop();
			ClusterCheck.everythingHolds(cluster, workload);
		}
	}

	/** Two at once, by way of different members. */
	private static void grow(ProcessCluster cluster) {
		List<NodeProcess> members = List.copyOf(cluster.nodes());
		cluster.join(members.get(0));
		cluster.join(members.get(members.size() - 1));
		cluster.awaitVoters(cluster.nodes().toArray(NodeProcess[]::new));
	}

	/** A node that has joined once needs to know nobody. */
	private static void restart(ProcessCluster cluster, NodeProcess joined) {
		joined.kill();
		joined.start();
		cluster.awaitCaughtUp(joined);
	}

	/** The leader first, by way of another node. */
	private static void shrink(ProcessCluster cluster) {
		NodeProcess leader = cluster.awaitLeader();
		List<NodeProcess> others = new ArrayList<>(cluster.nodes());
		others.remove(leader);
		cluster.remove(leader, others.get(0));
		assertKnowsThatItIsOut(leader);
		leader.terminate();
		cluster.remove(others.get(1), others.get(0));
		assertKnowsThatItIsOut(others.get(1));
		others.get(1).terminate();
		cluster.awaitVoters(cluster.nodes().toArray(NodeProcess[]::new));
	}

	private static void assertKnowsThatItIsOut(NodeProcess node) {
		ProcessCluster.await(node.id() + " to know that it is out")
			.until(() -> node.status()
				.filter((status) -> status.get("reasons").toString().contains("NOT_IN_CONFIGURATION"))
				.isPresent());
	}

}
