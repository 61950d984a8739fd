package io.raftboot.benchmarks;

import java.time.Duration;

import io.raftboot.benchmarks.cluster.Leadership;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeaderWatchTests {

	@Test
	void seesNothingWhileALeaderStays() throws Exception {
		LeaderWatch watch = new LeaderWatch(new ReplacedLeaderCluster(Duration.ZERO, Duration.ZERO));
		watch.start();
		watch.close();
		assertThat(watch.newTerms()).isZero();
		assertThat(watch.changes()).isEmpty();
	}

	@Test
	void countsTheTermsAndTheTimeWithoutALeader() throws Exception {
		ReplacedLeaderCluster cluster = new ReplacedLeaderCluster(Duration.ZERO, Duration.ofMillis(100));
		LeaderWatch watch = new LeaderWatch(cluster);
		watch.start();
		cluster.stopNode(0);
		Leadership.await(cluster, Duration.ofSeconds(5));
		watch.close();
		assertThat(watch.newTerms()).isEqualTo(1);
		assertThat(watch.leaderlessMillis()).isBetween(40L, 1000L);
		assertThat(watch.changes()).last().asString().contains("node 1 leads, term 2");
	}

}
