package io.raftboot.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How long nobody can write after the leader was killed. */
@Tag("long")
class FailoverIT {

	/** Default of {@code raft.election-timeout}. */
	private static final long ELECTION_TIMEOUT_MILLIS = 500;

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(1);

	private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

	@Test
	void anotherNodeTakesWritesSoon() throws Exception {
		run("failover", 3);
	}

	@Test
	void anotherNodeTakesWritesSoonTwentyTimes() throws Exception {
		run("failover-long", 20);
	}

	private static void run(String name, int kills) throws Exception {
		long[] millis = new long[kills];
		try (ProcessCluster cluster = ProcessCluster.started(name, 3)) {
			warmUp(cluster);
			for (int kill = 0; kill < kills; kill++) {
				NodeProcess leader = cluster.awaitLeader();
				cluster.nodes().forEach(cluster::awaitCaughtUp);
				millis[kill] = millisToNextWrite(cluster, leader);
				leader.start();
				cluster.awaitCaughtUp(leader);
			}
		}
		Arrays.sort(millis);
		long median = millis[kills / 2];
		long max = millis[kills - 1];
		System.out.printf("%s: ms from kill -9 of the leader to the next write: median %d, max %d, all %s%n", name,
				median, max, Arrays.toString(millis));
		assertThat(median).as("median").isLessThanOrEqualTo(2 * ELECTION_TIMEOUT_MILLIS);
		assertThat(max).as("max").isLessThanOrEqualTo(5 * ELECTION_TIMEOUT_MILLIS);
	}

	private static void warmUp(ProcessCluster cluster) {
		for (int i = 0; i < 100; i++) {
			for (NodeProcess node : cluster.nodes()) {
				node.api().send("PUT", "/kv/warm-up", "{\"value\":\"" + i + "\"}");
			}
		}
	}

	private static long millisToNextWrite(ProcessCluster cluster, NodeProcess leader) throws Exception {
		List<NodeProcess> others = cluster.nodes().stream().filter((node) -> node != leader).toList();
		ExecutorService probes = Executors.newFixedThreadPool(others.size());
		try {
			long startNanos = System.nanoTime();
			leader.kill();
			List<CompletableFuture<Long>> writes = new ArrayList<>();
			for (NodeProcess node : others) {
				writes.add(CompletableFuture.supplyAsync(() -> nanosOfFirstWrite(node), probes));
			}
			Object first = CompletableFuture.anyOf(writes.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
			return TimeUnit.NANOSECONDS.toMillis((Long) first - startNanos);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("No write for 30 s after the kill of " + leader, ex);
		}
		finally {
			probes.shutdownNow();
		}
	}

	private static long nanosOfFirstWrite(NodeProcess node) {
		while (!Thread.currentThread().isInterrupted()) {
			try {
				HttpApi.Answer answer = node.api()
					.trySend("PUT", "/kv/failover", "{\"value\":\"" + node.id() + "\"}", REQUEST_TIMEOUT);
				if (answer.status() == 200) {
					return System.nanoTime();
				}
			}
			catch (IOException ex) {
				// Tried again below
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		return Long.MAX_VALUE;
	}

}
