package io.raftboot.benchmarks;

import java.nio.file.Path;
import java.time.Duration;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.Leadership;
import io.raftboot.benchmarks.cluster.RaftBootCluster;
import io.raftboot.benchmarks.load.ClosedLoop;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.load.MeasuredPart;
import io.raftboot.benchmarks.load.Verification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RaftBootClusterTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Duration SHORT = Duration.ofMillis(300);

	@TempDir
	Path directory;

	private final RaftBootCluster cluster = new RaftBootCluster();

	private int leader;

	@BeforeEach
	void start() throws Exception {
		this.cluster.start(ClusterSettings.of(this.directory, 3));
		this.leader = Leadership.await(this.cluster, TIMEOUT);
	}

	@AfterEach
	void close() throws Exception {
		this.cluster.close();
	}

	@Test
	void holdsOnAllNodesWhatItAcknowledged() {
		Verification verification = new Verification(this.cluster);
		LoadResult load = new ClosedLoop(
				(command, completion) -> this.cluster.propose(this.leader, command, completion), 16, 64)
			.run(SHORT, SHORT, MeasuredPart.UNOBSERVED);
		assertThat(load.isClean()).as(load.toString()).isTrue();
		assertThat(load.completed()).isPositive();
		assertThat(verification.verify(load, TIMEOUT)).isNull();
	}

	@Test
	void answersReadsOnLeaderAndFollower() throws Exception {
		Leadership.commitOne(this.cluster, this.leader, TIMEOUT);
		for (int node = 0; node < this.cluster.nodes(); node++) {
			int reading = node;
			LoadResult load = new ClosedLoop((command, completion) -> this.cluster.read(reading, completion), 4, 8)
				.run(Duration.ZERO, SHORT, MeasuredPart.UNOBSERVED);
			assertThat(load.isClean()).as(load.toString()).isTrue();
			assertThat(load.completed()).isPositive();
		}
	}

	@Test
	void goesOnWithoutItsLeaderAndTakesItBack() throws Exception {
		FailoverProbe probe = new FailoverProbe(this.cluster);
		Failover failover = probe.measure();
		assertThat(failover.commitNanos()).isPositive();
		assertThat(failover.terms()).isPositive();
	}

}
