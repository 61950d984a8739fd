package io.raftboot.benchmarks.limits;

import java.nio.file.Path;
import java.time.Duration;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.load.ClosedLoop;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.load.MeasuredPart;
import io.raftboot.benchmarks.load.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class BareClusterTests {

	private static final Duration SHORT = Duration.ofMillis(300);

	@TempDir
	Path directory;

	/** Batches that do not fit into the sockets and files that begin anew, too. */
	@Test
	void holdsOnAllNodesWhatItAcknowledged() throws Exception {
		try (BareCluster cluster = new BareCluster()) {
			cluster.start(ClusterSettings.of(this.directory, 3));
			Verification verification = new Verification(cluster);
			LoadResult load = new ClosedLoop((command, completion) -> cluster.propose(0, command, completion), 16_384,
					256)
				.run(SHORT, SHORT, MeasuredPart.UNOBSERVED);
			assertThat(load.isClean()).as(load.toString()).isTrue();
			assertThat(load.completed()).isPositive();
			assertThat(verification.verify(load, Duration.ofSeconds(20))).isNull();
		}
	}

}
