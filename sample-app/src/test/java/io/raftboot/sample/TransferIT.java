package io.raftboot.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long a client cannot write while leadership moves under load; and that a node which
 * is stopped in order hands it over.
 */
@Tag("long")
class TransferIT {

	private static final int CLIENTS = 2;

	private static final long MEDIAN_GAP_MILLIS_MAX = 100;

	@Test
	void leadershipMovesUnderLoad() {
		run("transfer", 5);
	}

	@Test
	void leadershipMovesUnderLoadAlmostUnnoticed() {
		long[] gaps = run("transfer-long", 20);
		assertThat(gaps[gaps.length / 2]).as("median, ms").isLessThan(MEDIAN_GAP_MILLIS_MAX);
	}

	private static long[] run(String name, int transfers) {
		long[] gaps = new long[transfers];
		try (ProcessCluster cluster = ProcessCluster.started(name, 3);
				Workload workload = new Workload(cluster.nodes());
				SteadyClient client = new SteadyClient(cluster.nodes().get(0))) {
			workload.start(CLIENTS, 1);
			workload.awaitProgress(300);
			client.start();
			for (int transfer = 0; transfer < transfers; transfer++) {
				gaps[transfer] = gapMillis(cluster, client);
			}
			workload.stop();
			ClusterCheck.everythingHolds(cluster, workload);
			stopTheLeaderInOrder(cluster);
		}
		Arrays.sort(gaps);
		System.out.printf("%s: ms without a write while leadership moves: median %d, max %d, all %s%n", name,
				gaps[transfers / 2], gaps[transfers - 1], Arrays.toString(gaps));
		return gaps;
	}

	/** The longest time between two acknowledged writes around a transfer. */
	private static long gapMillis(ProcessCluster cluster, SteadyClient client) {
		NodeProcess leader = cluster.awaitLeader();
		cluster.nodes().forEach(cluster::awaitCaughtUp);
		client.writes.await(20);
		int next = (cluster.nodes().indexOf(leader) + 1) % cluster.nodes().size();
		NodeProcess target = cluster.nodes().get(next);
		long startNanos = System.nanoTime();
		HttpApi.Answer answer = leader.api().send("POST", "/cluster/transfer?target=" + target.id(), null);
		assertThat(answer.status()).as("%s", answer).isEqualTo(200);
		ProcessCluster.await("the leader " + target.id()).until(() -> target.id().equals(target.leader()));
		long endNanos = System.nanoTime();
		client.writes.await(20);
		return TimeUnit.NANOSECONDS.toMillis(client.writes.longestGapNanos(startNanos, endNanos));
	}

	/** By SIGTERM: it ends cleanly, with a successor, and comes back. */
	private static void stopTheLeaderInOrder(ProcessCluster cluster) {
		NodeProcess leader = cluster.awaitLeader();
		NodeProcess other = cluster.nodes().stream().filter((node) -> node != leader).findFirst().orElseThrow();
		HttpApi.Answer once = leader.api().sendOnce("/kv/kept/append", HttpApi.json("element", "a"), "kept");
		int alreadySaid = leader.output().length();
		leader.terminate();
		// 143 = 128 + SIGTERM, what a JVM answers to it
		assertThat(leader.exitCode(Duration.ofSeconds(10))).isEqualTo(143);
		assertThat(leader.output().substring(alreadySaid)).doesNotContain("Exception")
			.contains(leader.id() + ": FOLLOWER in term");
		cluster.awaitLeader();
		HttpApi.Answer written = other.api().send("PUT", "/kv/without", HttpApi.json("value", "v"));
		assertThat(written.status()).as("%s", written).isEqualTo(200);
		leader.start();
		cluster.awaitCaughtUp(leader);
		assertThat(leader.api().send("GET", "/kv/without", null).body()).isEqualTo(written.body());
		// Its database has the answer too
		assertThat(leader.api().sendOnce("/kv/kept/append", HttpApi.json("element", "a"), "kept").body())
			.isEqualTo(once.body());
	}

	/** Writes through one node, one after the other, as fast as it can. */
	private static final class SteadyClient implements AutoCloseable {

		private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

		private final NodeProcess node;

		private final WriteTimes writes = new WriteTimes();

		private final Thread thread = new Thread(this::run, "steady");

		private volatile boolean stopped;

		SteadyClient(NodeProcess node) {
			this.node = node;
		}

		void start() {
			this.thread.start();
		}

		private void run() {
			for (int i = 0; !this.stopped; i++) {
				try {
					HttpApi.Answer answer = this.node.api()
						.trySend("PUT", "/kv/steady", HttpApi.json("value", "v" + i), REQUEST_TIMEOUT);
					if (answer.status() == 200) {
						this.writes.add();
					}
				}
				catch (IOException ex) {
					// Counts as time without a write
				}
			}
		}

		@Override
		public void close() {
			this.stopped = true;
			try {
				this.thread.join(2 * REQUEST_TIMEOUT.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
