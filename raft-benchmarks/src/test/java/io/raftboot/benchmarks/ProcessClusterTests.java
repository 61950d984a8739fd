package io.raftboot.benchmarks;

import java.nio.file.Path;
import java.time.Duration;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.Leadership;
import io.raftboot.benchmarks.cluster.NodeView;
import io.raftboot.benchmarks.cluster.ProcessCluster;
import io.raftboot.core.node.SnapshotOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessClusterTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@TempDir
	Path directory;

	@Test
	void aProcessGoesAndComesBackWhileTheFirstNodeLeads() throws Exception {
		try (ProcessCluster cluster = new ProcessCluster(0, SnapshotOptions.DEFAULTS)) {
			cluster.start(ClusterSettings.of(this.directory, 3));
			assertThat(Leadership.await(cluster, TIMEOUT)).isZero();
			cluster.stopNode(1);
			assertThat(cluster.view(1)).isNull();
			Leadership.commitOne(cluster, 0, TIMEOUT);
			cluster.startNode(1);
			NodeView view = cluster.view(1);
			assertThat(view).isNotNull();
			assertThat(view.firstIndex()).isEqualTo(1L);
			assertThat(cluster.term(0)).isPositive();
		}
	}

}
