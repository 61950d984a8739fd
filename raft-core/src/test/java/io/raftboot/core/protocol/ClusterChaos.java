package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** Faults for a while, then peace: what was promised holds, and all agree. */
final class ClusterChaos {

	private static final long MILLIS = CoreCluster.MILLIS;

	private final CoreCluster cluster;

	private final SplittableRandom random;

	/** Whether members come and go. */
	private final boolean changing;

	private long value;

	private ClusterChaos(CoreCluster cluster, SplittableRandom random, boolean changing) {
		this.cluster = cluster;
		this.random = random;
		this.changing = changing;
	}

	/** With the members it began with. Returns a hash of all messages. */
	static long fixed(ClusterCounters counters, long seed, String... ids) {
		return run(counters, seed, false, new CoreCluster(seed, ids));
	}

	/** Members come and go; up to six nodes, some of which wait to be added. */
	static long changing(ClusterCounters counters, long seed, int members) {
		String[] ids = { "a", "b", "c", "d", "e", "f" };
		CoreCluster cluster = new CoreCluster(seed, java.util.Arrays.copyOf(ids, members));
		cluster.spare(java.util.Arrays.copyOfRange(ids, members, ids.length));
		return run(counters, seed, true, cluster);
	}

	private static long run(ClusterCounters counters, long seed, boolean changing, CoreCluster cluster) {
		try {
			new ClusterChaos(cluster, new SplittableRandom(~seed), changing).run();
			counters.add(cluster.counters);
			return cluster.history;
		}
		catch (Throwable ex) {
			throw new AssertionError("Seed " + seed + " with " + cluster.nodes.size() + " nodes: " + ex.getMessage()
					+ "\n" + cluster.describe(), ex);
		}
	}

	private void run() {
		this.cluster.lossRate = this.random.nextInt(3) * 0.05;
		this.cluster.duplicateRate = this.random.nextInt(3) * 0.05;
		this.cluster.lateRate = this.random.nextInt(3) * 0.01;
		this.cluster.delayNanosMax = (1 + this.random.nextInt(4)) * (1 + this.random.nextInt(20)) * MILLIS;
		this.cluster.forceNanosMax = (1 + this.random.nextInt(4)) * (1 + this.random.nextInt(30)) * MILLIS;
		this.cluster.startAll();
		for (int i = 0; i < 150; i++) {
			fault();
			if (this.changing) {
				operate();
			}
			work();
		}
		peace();
	}

	private void fault() {
		CoreNode node = any();
		CoreNode other = any();
		switch (this.random.nextInt(18)) {
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
			case 4 -> this.cluster.isolate(node, true);
			case 5, 6 -> this.cluster.isolate(node, false);
			case 7 -> {
				if (node != other) {
					this.cluster.cut(node.id, other.id, this.random.nextBoolean());
				}
			}
			case 8 -> node.on((core) -> core.stepDown(node.clockNanos()));
			case 9 -> {
				this.cluster.counters.count("disk hung");
				node.disk.hang(this.random.nextLong(1500 * MILLIS));
			}
			case 10, 11 -> this.cluster.snapshots.take(node, this.random.nextInt(20));
			default -> {
			}
		}
	}

	private void operate() {
		for (CoreNode node : this.cluster.nodes) {
			if (node.isLeader() && this.random.nextInt(5) == 0) {
				change(node);
			}
			if (node.isLeader() && this.random.nextInt(25) == 0) {
				transfer(node);
			}
		}
	}

	private void transfer(CoreNode leader) {
		NodeId target = this.random.nextBoolean() ? null : any().id;
		leader.on((core) -> {
			try {
				core.transferLeadership(target, leader.clockNanos());
				this.cluster.counters.count("transfer begun");
				assertThat(core.canPropose(1)).isFalse();
			}
			catch (TransferException ex) {
				this.cluster.counters.count("transfer refused: " + ex.reason());
			}
		});
	}

	private void change(CoreNode leader) {
		Membership target = target(leader.core().membership(), leader.id);
		leader.on((core) -> {
			long index = core.membershipIndex();
			Membership before = core.membership();
			long expected = switch (this.random.nextInt(8)) {
				case 0 -> index + 1;
				case 1, 2, 3 -> index;
				default -> -1;
			};
			try {
				core.changeMembership(target, expected, leader.clockNanos());
				this.cluster.counters.count("change begun");
				assertThat(expected).isNotEqualTo(index + 1);
				assertThat(target.voters()).isNotEmpty();
				assertThat(before.isJoint()).isFalse();
			}
			catch (MembershipChangeException ex) {
				this.cluster.counters.count("change refused: " + ex.reason());
				assertThat(core.membershipIndex()).isEqualTo(index);
			}
		});
	}

	private Membership target(Membership current, NodeId leader) {
		List<Peer> voters = new ArrayList<>(current.voters());
		List<Peer> learners = new ArrayList<>(current.learners());
		List<Peer> joining = new ArrayList<>(current.joining());
		Peer chosen = peer(current, any().id);
		int kind = this.random.nextInt(12);
		if (kind == 0) {
			chosen = peer(current, leader);
		}
		if (kind <= 8) {
			NodeId id = chosen.id();
			List.of(voters, learners, joining).forEach((list) -> list.removeIf((peer) -> peer.id().equals(id)));
		}
		switch (kind) {
			case 0, 1, 2 -> {
				// Removed.
			}
			case 3 -> learners.add(chosen);
			case 4, 5, 6 -> joining.add(chosen);
			case 7 -> voters.add(chosen);
			case 8 ->
				voters.add(new Peer(chosen.id(), chosen.id() + ":" + this.random.nextInt(9), chosen.incarnation()));
			case 9 -> voters.clear();
			default -> {
				return Membership.of(three(current));
			}
		}
		return new Membership(voters, List.of(), learners, joining);
	}

	/** Others than now, as far as there are any. */
	private List<Peer> three(Membership current) {
		List<Peer> voters = new ArrayList<>();
		for (CoreNode node : this.cluster.nodes) {
			if (!current.isVoter(node.id) && voters.size() < 3) {
				voters.add(peer(current, node.id));
			}
		}
		return voters;
	}

	private static Peer peer(Membership current, NodeId id) {
		Peer known = current.member(id);
		return (known != null) ? known : new Peer(id, id + ":1", id.value().hashCode());
	}

	private void work() {
		for (int i = 0; i < 6; i++) {
			CoreNode node = any();
			int proposals = this.random.nextInt(4);
			for (int proposal = 0; proposal < proposals; proposal++) {
				node.propose(++this.value);
			}
			node.read(++this.value, this.random.nextBoolean());
			this.cluster.run(this.random.nextLong(60 * MILLIS));
		}
	}

	private void peace() {
		this.cluster.heal();
		this.cluster.delayNanosMax = 2 * MILLIS;
		this.cluster.forceNanosMax = 3 * MILLIS;
		this.cluster.run(4_000 * MILLIS);
		CoreNode leader = null;
		for (int i = 0; i < 40 && leader == null; i++) {
			CoreNode last = this.cluster.awaitLeader();
			this.cluster.run(250 * MILLIS);
			Membership membership = last.isLeader() ? last.core().membership() : null;
			boolean settled = membership != null && !membership.isJoint() && membership.joining().isEmpty();
			leader = settled ? last : null;
		}
		assertThat(leader).as("a leader with a configuration that stays").isNotNull();
		CoreNode settled = leader;
		long last = settled.core().lastIndex();
		settled.propose(++this.value);
		this.cluster.nodes.forEach((node) -> node.read(++this.value, false));
		this.cluster.run(500 * MILLIS);
		for (CoreNode node : this.cluster.nodes) {
			assertThat(node.reads).as("reads of " + node.id).isEmpty();
			if (settled.core().membership().member(node.id) != null) {
				assertThat(node.core().commitIndex()).as("commit index of " + node.id).isEqualTo(last + 1);
				assertThat(node.applied).as("applied by " + node.id).isEqualTo(last + 1);
				assertThat(node.core().termOf(last + 1)).isEqualTo(settled.core().term());
			}
		}
	}

	private CoreNode any() {
		return this.cluster.nodes.get(this.random.nextInt(this.cluster.nodes.size()));
	}

}
