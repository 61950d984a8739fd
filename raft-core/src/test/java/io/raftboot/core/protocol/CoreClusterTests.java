package io.raftboot.core.protocol;

import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random schedules; each failure names its seed. */
class CoreClusterTests {

	private static final long MILLIS = CoreCluster.MILLIS;

	@Nested
	class UnderFaults {

		private final ClusterCounters counters = new ClusterCounters();

		@Test
		void threeNodesKeepTheirPromises() {
			for (long seed = 1; seed <= 120; seed++) {
				ClusterChaos.fixed(this.counters, seed, "a", "b", "c");
			}
		}

		@Test
		void fiveNodesKeepTheirPromises() {
			for (long seed = 1001; seed <= 1060; seed++) {
				ClusterChaos.fixed(this.counters, seed, "a", "b", "c", "d", "e");
			}
		}

		@Test
		void oneAndTwoAndFourNodesKeepTheirPromises() {
			for (long seed = 2001; seed <= 2020; seed++) {
				ClusterChaos.fixed(this.counters, seed, "a");
				ClusterChaos.fixed(this.counters, seed, "a", "b");
				ClusterChaos.fixed(this.counters, seed, "a", "b", "c", "d");
			}
		}

		@Test
		void theSameSeedHasTheSameHistory() {
			assertThat(ClusterChaos.changing(this.counters, 7, 3))
				.isEqualTo(ClusterChaos.changing(this.counters, 7, 3));
		}

	}

	@Nested
	class WhileMembersComeAndGo {

		private final ClusterCounters counters = new ClusterCounters();

		@Test
		void clustersKeepTheirPromisesAndEverythingReallyHappens() {
			for (long seed = 3001; seed <= 3200; seed++) {
				ClusterChaos.changing(this.counters, seed, 1 + (int) (seed % 5));
			}
			assertThat(List.of("change begun", "change refused: IN_PROGRESS", "change refused: NOT_READY",
					"change refused: TRANSFERRING", "change refused: OUTDATED", "change refused: INVALID",
					"learner added", "promoted", "removed", "replaced by others", "joint configuration",
					"configuration truncated", "elected while joint", "elected while being removed", "transfer begun",
					"asked for votes in a transfer", "elected in a transfer", "transfer given up", "snapshot taken",
					"snapshot sent", "snapshot failed", "snapshot installed", "snapshot below commit", "disk hung",
					"stepped down", "read answered"))
				.allSatisfy((event) -> assertThat(this.counters.of(event)).as(event).isPositive());
		}

		/** {@code -Dseeds=from-to} tries others. */
		@Test
		@Tag("long")
		void clustersKeepTheirPromisesForLong() {
			String[] seeds = System.getProperty("seeds", "10001-20000").split("-");
			for (long seed = Long.parseLong(seeds[0]); seed <= Long.parseLong(seeds[1]); seed++) {
				ClusterChaos.changing(this.counters, seed, 1 + (int) (seed % 5));
			}
			assertThat(this.counters.of("snapshot installed")).as(this.counters.toString()).isPositive();
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
			late.disk.wipe();
			leader.propose(1);
			cluster.run(500 * MILLIS);
			CoreNode wiped = cluster.nodes.get((cluster.nodes.indexOf(leader) + 2) % 3);
			wiped.crash();
			wiped.disk.wipe();
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

}
