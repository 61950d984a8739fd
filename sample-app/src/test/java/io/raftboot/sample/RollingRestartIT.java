package io.raftboot.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes are stopped by SIGTERM and started again under load, one after the other, the
 * leader first: no request fails that is sent to ready nodes and sent again on 503, and
 * writes hardly pause.
 */
class RollingRestartIT {

	private static final int READERS = 3;

	private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(30);

	/** What the JVM exits with on SIGTERM. */
	private static final int EXIT_CODE = 143;

	/** Default of {@code raft.election-timeout}: without a hand-over it takes longer. */
	private static final long ELECTION_TIMEOUT_MILLIS = 500;

	private static final long MEDIAN_GAP_MILLIS_MAX = 100;

	@Test
	void noRequestFails() {
		assertThat(run("rolling-restart", 1)).as("median gap, ms").isLessThan(ELECTION_TIMEOUT_MILLIS);
	}

	@Test
	@Tag("long")
	void noRequestFailsForLong() {
		assertThat(run("rolling-restart-long", 8)).as("median gap, ms").isLessThan(MEDIAN_GAP_MILLIS_MAX);
	}

	/** Answers with the median of the gaps. */
	private static long run(String name, int rounds) {
		List<Long> gaps = new ArrayList<>();
		List<Long> notices = new ArrayList<>();
		try (ProcessCluster cluster = ProcessCluster.started(name, 3, "--raft.shutdown.readiness-grace=1s");
				Balancer balancer = new Balancer(cluster.nodes());
				GatedClients clients = new GatedClients(balancer)) {
			cluster.nodes().forEach(balancer::awaitReady);
			clients.start(READERS);
			clients.awaitAnswers(300);
			for (int round = 0; round < rounds; round++) {
				restartAll(cluster, balancer, clients, gaps, notices);
			}
			clients.close();
			System.out.println(name + ": " + clients);
			assertThat(clients.failures()).isEmpty();
		}
		long[] sorted = gaps.stream().mapToLong(Long::longValue).sorted().toArray();
		long median = sorted[sorted.length / 2];
		System.out.printf(
				"%s: %d restarts, %d of the leader; ms without a write per hand-over: median %d, max %d, "
						+ "all %s; ms from not ready to port closed: %s%n",
				name, 3 * rounds, sorted.length, median, sorted[sorted.length - 1], Arrays.toString(sorted), notices);
		return median;
	}

	private static void restartAll(ProcessCluster cluster, Balancer balancer, GatedClients clients, List<Long> gaps,
			List<Long> notices) {
		List<NodeProcess> left = new ArrayList<>(cluster.nodes());
		while (!left.isEmpty()) {
			NodeProcess leader = cluster.awaitLeader();
			NodeProcess node = left.contains(leader) ? leader : left.get(0);
			left.remove(node);
			clients.writes().await(20);
			long startNanos = System.nanoTime();
			node.terminate();
			assertThat(node.exitCode(EXIT_TIMEOUT)).isEqualTo(EXIT_CODE);
			long noticeNanos = balancer.awaitNoticeNanos(node);
			assertThat(noticeNanos).as("time from not ready to the closed port of %s", node).isNotNegative();
			notices.add(TimeUnit.NANOSECONDS.toMillis(noticeNanos));
			cluster.awaitLeader();
			long endNanos = System.nanoTime();
			clients.writes().await(20);
			if (node == leader) {
				gaps.add(TimeUnit.NANOSECONDS.toMillis(clients.writes().longestGapNanos(startNanos, endNanos)));
			}
			node.start();
			balancer.awaitReady(node);
			cluster.awaitCaughtUp(node);
			clients.awaitAnswers(100);
		}
	}

}
