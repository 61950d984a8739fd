package io.raftboot.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All nodes are killed at once under load: what was acknowledged is there after the
 * restart, whatever became of the databases.
 */
@Tag("long")
class KillAllIT {

	private static final int CLIENTS = 6;

	private static final int SOME_OPERATIONS = 300;

	@Test
	void killsOfAllNodesLoseNothingWithSnapshots() throws IOException {
		run("kill-all-snapshot", SnapshotCatchUpIT.SETTINGS);
	}

	@Test
	void killsOfAllNodesLoseNothingOfTheLog() throws IOException {
		run("kill-all-log");
	}

	/** First with the databases that they left, then with one older and one missing. */
	private static void run(String name, String... settings) throws IOException {
		try (ProcessCluster cluster = ProcessCluster.started(name, 3, settings);
				Workload workload = new Workload(cluster.nodes())) {
			NodeProcess missing = cluster.nodes().get(0);
			NodeProcess old = cluster.nodes().get(1);
			killAllUnderLoad(cluster, workload);
			Path copy = Files.copy(database(old), cluster.directory().resolve("old-copy.mv.db"));
			cluster.startAll();
			cluster.awaitLeader();
			ClusterCheck.everythingHolds(cluster, workload);
			killAllUnderLoad(cluster, workload);
			assertThat(appliedIndex(copy)).isPositive().isLessThan(appliedIndex(database(old)));
			Files.move(copy, database(old), StandardCopyOption.REPLACE_EXISTING);
			Files.delete(database(missing));
			cluster.startAll();
			cluster.awaitLeader();
			ClusterCheck.everythingHolds(cluster, workload);
		}
	}

	private static void killAllUnderLoad(ProcessCluster cluster, Workload workload) {
		workload.start(CLIENTS, 1);
		workload.awaitProgress(SOME_OPERATIONS);
		cluster.nodes().forEach(cluster::awaitCaughtUp);
		cluster.killAll();
		workload.stop();
	}

	private static Path database(NodeProcess node) {
		return H2Database.file(node.dataDirectory());
	}

	private static long appliedIndex(Path database) {
		try (HikariDataSource dataSource = H2Database.open(database)) {
			return new H2KeyValueStore(dataSource).appliedIndex();
		}
	}

}
