package io.raftboot.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All nodes are killed at once under load: what was acknowledged is there after the
 * restart, whatever became of the databases.
 */
class KillAllIT {

	private static final int CLIENTS = 6;

	private static final int SOME_OPERATIONS = 300;

	@Test
	void aKillOfAllNodesLosesNothing() {
		try (ProcessCluster cluster = ProcessCluster.started("kill-all", 3);
				Workload workload = new Workload(cluster.nodes())) {
			workload.start(CLIENTS, 1);
			workload.awaitProgress(SOME_OPERATIONS);
			cluster.killAll();
			workload.stop();
			cluster.startAll();
			cluster.awaitLeader();
			ClusterCheck.everythingHolds(cluster, workload);
		}
	}

	@Test
	@Tag("long")
	void missingAndOldDatabasesAreFilledFromTheLog() throws IOException {
		missingAndOldDatabasesAreFilled("kill-all-log");
	}

	@Test
	void missingAndOldDatabasesAreFilledFromSnapshotAndLog() throws IOException {
		missingAndOldDatabasesAreFilled("kill-all-snapshot", SnapshotCatchUpIT.SETTINGS);
	}

	private static void missingAndOldDatabasesAreFilled(String name, String... settings) throws IOException {
		try (ProcessCluster cluster = ProcessCluster.started(name, 3, settings);
				Workload workload = new Workload(cluster.nodes())) {
			NodeProcess missing = cluster.nodes().get(0);
			NodeProcess old = cluster.nodes().get(1);
			workload.start(CLIENTS, 1);
			workload.awaitProgress(SOME_OPERATIONS);
			old.terminate();
			old.exitCode(Duration.ofSeconds(15));
			Path copy = Files.copy(database(old), cluster.directory().resolve("old-copy.mv.db"));
			old.start();
			cluster.awaitCaughtUp(old);
			workload.awaitProgress(SOME_OPERATIONS);
			cluster.killAll();
			workload.stop();
			assertThat(appliedIndex(copy)).isPositive().isLessThan(appliedIndex(database(old)));
			Files.move(copy, database(old), StandardCopyOption.REPLACE_EXISTING);
			Files.delete(database(missing));
			cluster.startAll();
			cluster.awaitLeader();
			ClusterCheck.everythingHolds(cluster, workload);
		}
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
