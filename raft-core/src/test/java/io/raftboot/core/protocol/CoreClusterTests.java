package io.raftboot.core.protocol;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random schedules; each failure names its seed. */
class CoreClusterTests {

	private static final long MILLIS = CoreCluster.MILLIS;

	private long value;

	@Nested
	class UnderFaults {

		@Test
		void threeNodesKeepTheirPromises() {
			for (long seed = 1; seed <= 150; seed++) {
				chaos(seed, "a", "b", "c");
			}
		}

		@Test
		void fiveNodesKeepTheirPromises() {
			for (long seed = 1001; seed <= 1100; seed++) {
				chaos(seed, "a", "b", "c", "d", "e");
			}
		}

		@Test
		void oneAndTwoAndFourNodesKeepTheirPromises() {
			for (long seed = 2001; seed <= 2030; seed++) {
				chaos(seed, "a");
				chaos(seed, "a", "b");
				chaos(seed, "a", "b", "c", "d");
			}
		}

		@Test
		void theSameSeedHasTheSameHistory() {
			assertThat(chaos(7, "a", "b", "c")).isEqualTo(chaos(7, "a", "b", "c"));
		}

	}

	@Nested
	class WithALostDisk {

		@Test
		void aWipedNodeAndALateOneNeverMakeASecondCluster() {
			CoreCluster cluster = new CoreCluster(1, "a", "b", "c");
			cluster.startAll();
			CoreNode leader = cluster.awaitLeader();
			CoreNode late = cluster.nodes.get((cluster.nodes.indexOf(leader) + 1) % 3);
			late.crash();
			late.wipe();
			leader.propose(1);
			cluster.run(500 * MILLIS);
			CoreNode wiped = cluster.nodes.get((cluster.nodes.indexOf(leader) + 2) % 3);
			wiped.crash();
			wiped.wipe();
			leader.crash();
			wiped.start();
			late.start();
			cluster.run(20_000 * MILLIS);
			assertThat(cluster.leader()).isNull();
			assertThat(wiped.core().term()).isZero();
		}

	}

	@Nested
	class WithoutFaults {

		@Test
		void aFreshClusterElectsOneLeaderOnceAndKeepsIt() {
			for (long seed = 1; seed <= 50; seed++) {
				CoreCluster cluster = new CoreCluster(seed, "a", "b", "c");
				cluster.startAll();
				CoreNode leader = cluster.awaitLeader();
				long term = leader.core().term();
				cluster.run(5_000 * MILLIS);
				assertThat(cluster.leader()).isSameAs(leader);
				assertThat(leader.core().term()).isEqualTo(term);
				assertThat(cluster.nodes).allSatisfy(node -> {
					assertThat(node.core().commitIndex()).isEqualTo(2);
					assertThat(node.core().clusterId()).isEqualTo(leader.core().clusterId());
					assertThat(node.core().clusterId().isNone()).isFalse();
				});
			}
		}

		/** S14, S15: pre-votes keep the term of who cannot win. */
		@Test
		void aNodeThatWasAloneForLongDisturbsNobodyWhenItReturns() {
			for (long seed = 1; seed <= 20; seed++) {
				CoreCluster cluster = new CoreCluster(seed, "a", "b", "c");
				cluster.startAll();
				CoreNode leader = cluster.awaitLeader();
				long term = leader.core().term();
				CoreNode alone = cluster.nodes.get((cluster.nodes.indexOf(leader) + 1) % 3);
				cluster.isolate(alone, true);
				for (int i = 0; i < 20; i++) {
					leader.propose(i);
					cluster.run(500 * MILLIS);
				}
				cluster.isolate(alone, false);
				cluster.run(1_000 * MILLIS);
				assertThat(cluster.leader()).isSameAs(leader);
				assertThat(leader.core().term()).isEqualTo(term);
				assertThat(alone.core().commitIndex()).isEqualTo(22);
			}
		}

		@Test
		void aCrashedLeaderIsReplacedSoon() {
			long worst = 0;
			for (long seed = 1; seed <= 50; seed++) {
				CoreCluster cluster = new CoreCluster(seed, "a", "b", "c");
				cluster.startAll();
				CoreNode leader = cluster.awaitLeader();
				cluster.run(1_000 * MILLIS);
				long before = cluster.nowNanos;
				leader.crash();
				cluster.awaitLeader();
				worst = Math.max(worst, cluster.nowNanos - before);
			}
			assertThat(worst).isLessThan(2_000 * MILLIS);
		}

	}

	/** Faults for a while, then peace: what was promised holds, and all agree. */
	private long chaos(long seed, String... ids) {
		try {
			this.value = 0;
			CoreCluster cluster = new CoreCluster(seed, ids);
			SplittableRandom random = new SplittableRandom(~seed);
			cluster.lossRate = random.nextInt(3) * 0.05;
			cluster.duplicateRate = random.nextInt(3) * 0.05;
			cluster.delayNanosMax = (1 + random.nextInt(4)) * (1 + random.nextInt(20)) * MILLIS;
			cluster.forceNanosMax = (1 + random.nextInt(4)) * (1 + random.nextInt(30)) * MILLIS;
			cluster.startAll();
			for (int i = 0; i < 150; i++) {
				fault(cluster, random);
				work(cluster, random);
			}
			return peace(cluster);
		}
		catch (Throwable ex) {
			throw new AssertionError("Seed " + seed + " with " + ids.length + " nodes: " + ex.getMessage(), ex);
		}
	}

	private void fault(CoreCluster cluster, SplittableRandom random) {
		CoreNode node = cluster.nodes.get(random.nextInt(cluster.nodes.size()));
		CoreNode other = cluster.nodes.get(random.nextInt(cluster.nodes.size()));
		switch (random.nextInt(16)) {
			case 0 -> {
				if (node.isRunning()) {
					node.crash();
				}
			}
			case 1, 2, 3 -> {
				if (!node.isRunning()) {
					node.start();
				}
			}
			case 4 -> cluster.isolate(node, true);
			case 5, 6 -> cluster.isolate(node, false);
			case 7 -> {
				if (node != other) {
					cluster.cut(node.id, other.id, random.nextBoolean());
				}
			}
			case 8 -> node.on(core -> core.stepDown(node.clockNanos()));
			default -> {
			}
		}
	}

	private void work(CoreCluster cluster, SplittableRandom random) {
		for (int i = 0; i < 6; i++) {
			CoreNode node = cluster.nodes.get(random.nextInt(cluster.nodes.size()));
			int proposals = random.nextInt(4);
			for (int proposal = 0; proposal < proposals; proposal++) {
				node.propose(++this.value);
			}
			node.read(++this.value, random.nextBoolean());
			cluster.run(random.nextLong(60 * MILLIS));
		}
	}

	private long peace(CoreCluster cluster) {
		cluster.heal();
		cluster.delayNanosMax = 2 * MILLIS;
		cluster.forceNanosMax = 3 * MILLIS;
		cluster.run(4_000 * MILLIS);
		CoreNode leader = cluster.awaitLeader();
		long last = leader.core().lastIndex();
		leader.propose(++this.value);
		cluster.nodes.forEach(node -> node.read(++this.value, false));
		cluster.run(500 * MILLIS);
		for (CoreNode node : cluster.nodes) {
			assertThat(node.core().commitIndex()).as("commit index of " + node.id).isEqualTo(last + 1);
			assertThat(node.reads).as("reads of " + node.id).isEmpty();
			assertThat(node.core().termOf(last + 1)).isEqualTo(leader.core().term());
		}
		return cluster.history;
	}

}
