package io.raftboot.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailoverProbeTests {

	@Test
	void countsOnlyACommitInALaterTerm() throws Exception {
		ReplacedLeaderCluster cluster = new ReplacedLeaderCluster(Duration.ofMillis(30), Duration.ofMillis(100));
		Failover failover = new FailoverProbe(cluster).measure();
		assertThat(TimeUnit.NANOSECONDS.toMillis(failover.commitNanos())).isBetween(99L, 1000L);
		assertThat(TimeUnit.NANOSECONDS.toMillis(failover.leaderNanos())).isBetween(99L, 1000L);
		assertThat(failover.terms()).isEqualTo(1);
		assertThat(failover.failedProbes()).isPositive();
		assertThat(cluster.applied(0)).isEqualTo(cluster.applied(1));
	}

}
