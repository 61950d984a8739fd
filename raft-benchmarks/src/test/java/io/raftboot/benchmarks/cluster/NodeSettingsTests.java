package io.raftboot.benchmarks.cluster;

import java.nio.file.Path;
import java.util.List;

import io.raftboot.core.node.SnapshotOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NodeSettingsTests {

	@Test
	void reachesAnotherProcessAsItIs() throws Exception {
		List<NodeSettings> nodes = NodeSettings.all(ClusterSettings.of(Path.of("some", "where"), 3), 1 << 20,
				SnapshotOptions.DEFAULTS.withTrailingEntries(7));
		NodeSettings settings = nodes.get(1).withElectionPriority(0);
		assertThat(NodeSettings.parse(settings.toArguments().toArray(new String[0]))).isEqualTo(settings);
	}

	@Test
	void aViewReachesAnotherProcessAsItIs() {
		NodeView view = new NodeView(1, 2, 3, 4, 5, 6);
		assertThat(NodeView.parse(view.toLine())).isEqualTo(view);
	}

}
