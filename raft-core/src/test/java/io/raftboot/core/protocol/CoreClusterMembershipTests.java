package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Peer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.voting;
import static org.assertj.core.api.Assertions.assertThat;

/** Whole stories of clusters that change, several seeds each. */
class CoreClusterMembershipTests {

	private static final long MILLIS = CoreCluster.MILLIS;

	private CoreCluster cluster = new CoreCluster(0);

	@Nested
	class Growing {

		@Test
		void aStandaloneNodeBecomesThreeThenFiveThenThreeWhileWritesGoOn() {
			for (long seed = 1; seed <= 20; seed++) {
				cluster = new CoreCluster(seed, "a");
				cluster.spare("b", "c", "d", "e");
				cluster.startAll();
				for (String joiner : List.of("b", "c", "d", "e")) {
					CoreNode leader = cluster.awaitLeader();
					Membership now = leader.core().membership();
					change(new Membership(now.voters(), List.of(), List.of(), Entries.peers(joiner)));
					awaitVoters(now.voters().size() + 1);
				}
				CoreNode leader = cluster.awaitLeader();
				List<Peer> stay = new ArrayList<>(leader.core().membership().voters());
				stay.removeIf((peer) -> peer.id().equals(leader.id));
				change(Membership.of(stay.subList(0, 3)));
				awaitVoters(3);
				writeFor(2_000);
				assertThat(cluster.awaitLeader().id).isNotEqualTo(leader.id);
				allApplied();
			}
		}

		/** S72. */
		@Test
		void aJoinerThatCannotBeReachedCostsNothing() {
			for (long seed = 1; seed <= 10; seed++) {
				cluster = new CoreCluster(seed, "a");
				cluster.spare("b");
				cluster.startAll();
				CoreNode leader = cluster.awaitLeader();
				cluster.isolate(cluster.node("b"), true);
				change(Entries.members("a", "", "", "b"));
				writeFor(5_000);
				assertThat(leader.isLeader()).isTrue();
				assertThat(leader.core().commitIndex()).isGreaterThan(300);
				assertThat(leader.core().membership().joining()).hasSize(1);
				cluster.isolate(cluster.node("b"), false);
				awaitVoters(2);
			}
		}

	}

	@Nested
	class Replacing {

		/**
		 * S61: nothing goes on but with majorities of both, everything does with them.
		 */
		@Test
		void aJointConfigurationSurvivesExactlyTheFailuresThatLeaveBothMajorities() {
			String[] ids = { "a", "b", "c", "d", "e", "f" };
			for (int alive = 0; alive < 64; alive++) {
				cluster = new CoreCluster(alive, "a", "b", "c");
				cluster.spare("d", "e", "f");
				cluster.startAll();
				cluster.awaitLeader();
				List.of("d", "e", "f").forEach((id) -> cluster.isolate(cluster.node(id), true));
				change(voting("d e f"));
				cluster.run(200 * MILLIS);
				// Nobody must know any more what others acknowledged.
				cluster.nodes.forEach(CoreNode::crash);
				long before = cluster.invariants.committed();
				List.of("d", "e", "f").forEach((id) -> cluster.isolate(cluster.node(id), false));
				for (int i = 0; i < 6; i++) {
					if ((alive >> i & 1) != 0) {
						cluster.node(ids[i]).start();
					}
				}
				writeFor(5_000);
				boolean both = Integer.bitCount(alive & 7) >= 2 && Integer.bitCount(alive >> 3) >= 2;
				assertThat(cluster.invariants.committed() > before).as(Integer.toBinaryString(alive)).isEqualTo(both);
			}
		}

		@Test
		void threeNodesGiveWayToThreeOthersAndNothingIsLost() {
			for (long seed = 1; seed <= 20; seed++) {
				cluster = new CoreCluster(seed, "a", "b", "c");
				cluster.spare("d", "e", "f");
				cluster.startAll();
				writeFor(1_000);
				cluster.snapshots.take(cluster.awaitLeader(), 2);
				change(voting("d e f"));
				writeFor(3_000);
				assertThat(cluster.awaitLeader().core().membership()).isEqualTo(voting("d e f"));
				List.of("a", "b", "c").forEach((id) -> cluster.node(id).crash());
				long before = cluster.invariants.committed();
				writeFor(3_000);
				assertThat(cluster.invariants.committed()).isGreaterThan(before);
				allApplied();
			}
		}

		/** S73: a change proposed to a leader that is cut off never happens. */
		@Test
		void aChangeThatOnlyACutOffLeaderKnowsIsForgotten() {
			for (long seed = 1; seed <= 10; seed++) {
				cluster = new CoreCluster(seed, "a", "b", "c");
				cluster.startAll();
				CoreNode old = cluster.awaitLeader();
				cluster.isolate(old, true);
				change(Entries.members(old.id.value(), "", "", ""));
				assertThat(old.core().membership().isJoint()).isTrue();
				cluster.run(2_000 * MILLIS);
				writeFor(1_000);
				cluster.isolate(old, false);
				writeFor(2_000);
				assertThat(old.core().membership().isJoint()).isFalse();
				assertThat(old.core().membership().voters()).hasSize(3);
				allApplied();
			}
		}

	}

	@Nested
	class HandingOver {

		/** From the order to the first entry of the new leader that is committed. */
		@Test
		void takesAFewRoundTripsAndNoTimeout() {
			for (long seed = 1; seed <= 30; seed++) {
				cluster = new CoreCluster(seed, "a", "b", "c");
				cluster.startAll();
				CoreNode old = cluster.awaitLeader();
				writeFor(300);
				long term = old.core().term();
				long before = cluster.nowNanos;
				old.on((core) -> core.transferLeadership(null, old.clockNanos()));
				while (cluster.leader() == null || cluster.awaitLeader().core().term() == term) {
					cluster.run(MILLIS);
					assertThat(cluster.nowNanos - before).isLessThan(100 * MILLIS);
				}
			}
		}

		@Test
		void toADeadNodeEndsAndTheLeaderGoesOn() {
			for (long seed = 1; seed <= 10; seed++) {
				cluster = new CoreCluster(seed, "a", "b", "c");
				cluster.startAll();
				CoreNode leader = cluster.awaitLeader();
				CoreNode dead = cluster.nodes.get((cluster.nodes.indexOf(leader) + 1) % 3);
				dead.crash();
				leader.on((core) -> core.transferLeadership(dead.id, leader.clockNanos()));
				long last = leader.core().lastIndex();
				writeFor(450);
				assertThat(leader.core().lastIndex()).isEqualTo(last);
				writeFor(300);
				assertThat(leader.isLeader()).isTrue();
				assertThat(leader.core().commitIndex()).isGreaterThan(last);
			}
		}

	}

	@Nested
	class CatchingUp {

		@Test
		void aNodeThatWasAwayComesBackBySnapshotWhileWritesGoOn() {
			for (long seed = 1; seed <= 20; seed++) {
				cluster = new CoreCluster(seed, "a", "b", "c");
				cluster.startAll();
				CoreNode leader = cluster.awaitLeader();
				CoreNode away = cluster.nodes.get((cluster.nodes.indexOf(leader) + 1) % 3);
				cluster.isolate(away, true);
				writeFor(2_000);
				cluster.snapshots.take(leader, 5);
				writeFor(200);
				assertThat(leader.core().baseIndex()).isGreaterThan(away.core().lastIndex());
				cluster.isolate(away, false);
				writeFor(500);
				assertThat(cluster.counters.of("snapshot installed")).isEqualTo(1);
				assertThat(cluster.leader()).as("nobody was disturbed").isSameAs(leader);
				allApplied();
			}
		}

	}

	private void change(Membership target) {
		CoreNode leader = this.cluster.awaitLeader();
		leader.on((core) -> core.changeMembership(target, core.membershipIndex(), leader.clockNanos()));
	}

	private void awaitVoters(int count) {
		for (int i = 0; i < 100; i++) {
			writeFor(100);
			CoreNode leader = this.cluster.leader();
			Membership membership = (leader != null) ? leader.core().membership() : Membership.EMPTY;
			if (membership.voters().size() == count && !membership.isJoint()
					&& leader.core().membershipIndex() <= leader.core().commitIndex()) {
				return;
			}
		}
		throw new AssertionError("No " + count + " voters after 10 s\n" + this.cluster.describe());
	}

	/** A write every 10 ms, at whoever leads. */
	private void writeFor(long millis) {
		for (long i = 0; i < millis / 10; i++) {
			CoreNode leader = this.cluster.leader();
			if (leader != null) {
				leader.propose(i);
			}
			this.cluster.run(10 * MILLIS);
		}
	}

	private void allApplied() {
		this.cluster.run(500 * MILLIS);
		CoreNode leader = this.cluster.awaitLeader();
		assertThat(leader.core().commitIndex()).isEqualTo(leader.core().lastIndex());
		for (Peer member : leader.core().membership().members()) {
			assertThat(this.cluster.node(member.id()).applied).isEqualTo(leader.applied);
		}
	}

}
