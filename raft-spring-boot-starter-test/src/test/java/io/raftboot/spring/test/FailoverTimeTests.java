package io.raftboot.spring.test;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** How long a client cannot write after the leader was killed. */
@EmbeddedRaftCluster
@Timeout(60)
class FailoverTimeTests {

	private static final int KILLS = 7;

	/** Twice {@code raft.election-timeout}. */
	private static final long ELECTION_TIMEOUT_MILLIS_MAX = 300;

	@Test
	void theNextWriteComesWithinThreeElectionTimeouts(RaftCluster cluster) {
		Counters counters = cluster.client(Counters.class);
		for (int i = 0; i < 100; i++) {
			counters.add("warm-up", 1);
		}
		long[] millis = new long[KILLS];
		for (int kill = 0; kill < KILLS; kill++) {
			String leader = cluster.awaitLeader().id();
			cluster.awaitApplied();
			long begin = System.nanoTime();
			cluster.kill(leader);
			assertThat(counters.add("written", 1)).isEqualTo(kill + 1);
			millis[kill] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
			cluster.restart(leader);
		}
		Arrays.sort(millis);
		System.out.printf("ms from the kill of the leader to the next write: median %d, all %s%n", millis[KILLS / 2],
				Arrays.toString(millis));
		assertThat(millis[KILLS / 2]).isLessThanOrEqualTo(3 * ELECTION_TIMEOUT_MILLIS_MAX);
	}

}
