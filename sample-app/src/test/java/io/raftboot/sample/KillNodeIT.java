package io.raftboot.sample;

import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nodes are killed under load, one at a time, and come back: nothing acknowledged is
 * lost, nothing is done twice, and what the clients saw is linearizable.
 */
class KillNodeIT {

	private static final int CLIENTS = 6;

	@Test
	void killedNodesLoseNothing() {
		run("kill-node", 3, 30);
	}

	@Test
	@Tag("long")
	void killedNodesLoseNothingForLong() {
		run("kill-node-long", 25, 200);
	}

	@Test
	@Tag("long")
	void killedNodesLoseNothingWithSnapshotsAllTheTime() {
		run("kill-node-snapshots", 25, 100, SnapshotCatchUpIT.SETTINGS);
	}

	private static void run(String name, int rounds, int operationsBetween, String... settings) {
		long seed = Long.getLong("seed", System.nanoTime());
		Random random = new Random(seed);
		System.out.println(name + ": -Dseed=" + seed);
		try (ProcessCluster cluster = ProcessCluster.started(name, 3, settings);
				Workload workload = new Workload(cluster.nodes())) {
			workload.start(CLIENTS, seed);
			workload.awaitProgress(operationsBetween);
			for (int round = 0; round < rounds; round++) {
				NodeProcess leader = cluster.awaitLeader();
				NodeProcess victim = (round % 2 == 0) ? leader : cluster.nodes().get(random.nextInt(3));
				System.out.println(name + ": round " + round + " kills " + victim.id()
						+ ((victim == leader) ? ", the leader" : "") + "; " + workload);
				victim.kill();
				if (random.nextInt(3) > 0) {
					workload.awaitProgress(operationsBetween);
				}
				victim.start();
				cluster.awaitCaughtUp(victim);
				workload.awaitProgress(operationsBetween);
			}
			workload.stop();
			ClusterCheck.everythingHolds(cluster, workload);
		}
	}

}
