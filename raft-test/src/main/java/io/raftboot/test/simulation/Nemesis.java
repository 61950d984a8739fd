package io.raftboot.test.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.memory.Faults;
import io.raftboot.core.transport.memory.MemoryNetwork;

/** Lets one thing after the other go wrong, at random times, until it is told to end. */
final class Nemesis {

	private static final long MILLIS = 1_000_000L;

	private final World world;

	private final Cluster cluster;

	private final Operator operator;

	private final DiskTrouble disks;

	private final SplittableRandom random;

	private boolean ended;

	Nemesis(World world, Cluster cluster, Operator operator, SplittableRandom random) {
		this.world = world;
		this.cluster = cluster;
		this.operator = operator;
		this.random = random;
		this.disks = new DiskTrouble(world, cluster, operator, random.split());
	}

	void begin() {
		this.world.network().faults(this.world.swarm().network);
		next();
	}

	/** From here on everything works. */
	void end() {
		this.ended = true;
		this.world.network().heal();
		this.world.network().faults(Faults.NONE.delayNanos(20_000L, 200_000L));
		for (SimulatedNode node : this.cluster.nodes()) {
			node.heal();
			this.cluster.startLater(node, this.random.nextLong(1_000 * MILLIS));
		}
	}

	private void next() {
		long mean = this.world.swarm().faultNanos;
		this.world.timeline().after(1 + this.random.nextLong(2 * mean), () -> {
			if (!this.ended) {
				Fault fault = this.world.swarm().draw(this.random);
				if (fault != null && strike(fault)) {
					this.world.coverage().count(fault);
					this.world.log().say(() -> "FAULT " + fault);
				}
				this.world.log().event(1_000 + ((fault != null) ? fault.ordinal() : 0), 0);
				next();
			}
		});
	}

	/** Whether it could. */
	private boolean strike(Fault fault) {
		SimulatedNode node = this.cluster.pickUp();
		if (node == null) {
			return false;
		}
		switch (fault) {
			case KILL -> crash(node, false);
			case POWER_FAILURE -> crash(node, true);
			case POWER_FAILURE_WITHIN_WRITE -> failWithinWrite(node, 12);
			case POWER_FAILURE_OF_ALL -> List.copyOf(this.cluster.nodes()).forEach((each) -> {
				if (each.isUp()) {
					crash(each, true);
				}
			});
			case RESTART -> {
				node.stop();
				this.cluster.startLater(node, shortWhile());
			}
			case MOVE -> {
				return move(node);
			}
			case PAUSE -> node.pause(shortWhile());
			case PARTITION -> partition();
			case LEADER_CUT -> {
				return cutLeader();
			}
			case ONE_WAY_CUT -> cutOneWay(node.id());
			case CLOG -> clog(node.id());
			case RESET -> reset(node.id());
			case HEAL -> heal();
			case SLOW_MACHINE -> node.times().machineSlowUntil(now() + shortWhile());
			case CLOCK_JUMP -> node.clock().jump(this.random.nextLong(-3_600_000L, 3_600_000L));
			case SLOW_DISK, HUNG_DISK, FAILED_WRITE, FAILED_FORCE, FAILED_RENAME, FULL_DISK, BIT_ROT, MISDIRECTED_WRITE,
					WIPED_DISK -> {
				return this.disks.strike(fault, node);
			}
			default -> {
				return this.operator.order(fault, node);
			}
		}
		return true;
	}

	private void crash(SimulatedNode node, boolean power) {
		node.crash(power);
		if (this.random.nextInt(4) == 0) {
			startInVain(node);
		}
		else {
			this.cluster.startLater(node, shortWhile());
		}
	}

	/** The power fails while it starts, or soon after. */
	private void startInVain(SimulatedNode node) {
		this.world.timeline().after(shortWhile(), () -> {
			if (node.state() == SimulatedNode.State.DOWN && !this.ended) {
				failWithinWrite(node, 40);
				node.start();
			}
		});
	}

	/** At one of the next things it does to its disk, and certainly soon. */
	private void failWithinWrite(SimulatedNode node, int changes) {
		int start = node.starts() + (node.isUp() ? 0 : 1);
		node.mayFail();
		node.disk().stopAfter(this.random.nextInt(changes));
		this.world.timeline().after(300 * MILLIS + this.random.nextLong(1_500 * MILLIS), () -> {
			if (node.isUp() && node.starts() == start) {
				node.crash(true);
			}
			this.cluster.startLater(node, shortWhile());
		});
	}

	private boolean move(SimulatedNode node) {
		if (!node.record().hasEntries() || this.cluster.isAnyAstray()) {
			return false;
		}
		node.stop();
		node.setup(node.setup().at(this.cluster.newAddress()));
		this.cluster.startLater(node, shortWhile());
		return true;
	}

	private void partition() {
		Set<NodeId> one = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
		Set<NodeId> other = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
		for (SimulatedNode node : this.cluster.nodes()) {
			(this.random.nextBoolean() ? one : other).add(node.id());
		}
		this.world.network().partition(List.of(one, other));
	}

	/** What the leader goes on to append has to be overwritten by others. */
	private boolean cutLeader() {
		SimulatedNode leader = this.cluster.leader();
		if (leader == null || this.cluster.nodes().size() < 2) {
			return false;
		}
		List<NodeId> others = others(leader.id());
		Set<NodeId> one = new HashSet<>(Set.of(leader.id()));
		if (others.size() > 2 && this.random.nextBoolean()) {
			one.add(others.remove(this.random.nextInt(others.size())));
		}
		this.world.network().partition(List.of(one, Set.copyOf(others)));
		long timeout = this.world.swarm().electionTimeoutMillis * MILLIS;
		this.world.timeline().after(timeout + this.random.nextLong(4 * timeout), this::heal);
		return true;
	}

	private void heal() {
		if (!this.ended) {
			this.world.network().heal();
			this.world.network().faults(this.world.swarm().network);
		}
	}

	private void cutOneWay(NodeId from) {
		List<NodeId> others = others(from);
		boolean all = this.random.nextBoolean();
		for (NodeId to : others) {
			if (all || this.random.nextInt(others.size()) == 0) {
				this.world.network().cut(from, to);
				this.world.timeline().after(shortWhile(), () -> this.world.network().restore(from, to));
			}
		}
	}

	private void clog(NodeId from) {
		MemoryNetwork network = this.world.network();
		Faults slow = this.world.swarm().network.delayNanos(50 * MILLIS, 100 * MILLIS + shortWhile());
		for (NodeId to : others(from)) {
			if (this.random.nextBoolean()) {
				network.faults(from, to, slow);
				this.world.timeline().after(shortWhile(), () -> network.faults(from, to, this.world.swarm().network));
			}
		}
	}

	private void reset(NodeId node) {
		for (NodeId other : others(node)) {
			int ways = this.random.nextInt(4);
			if ((ways & 1) != 0) {
				this.world.network().reset(node, other);
			}
			if ((ways & 2) != 0) {
				this.world.network().reset(other, node);
			}
		}
	}

	private List<NodeId> others(NodeId from) {
		List<NodeId> others = new ArrayList<>();
		for (SimulatedNode node : this.cluster.nodes()) {
			if (!node.id().equals(from)) {
				others.add(node.id());
			}
		}
		return others;
	}

	/** Mostly a fraction of an election timeout, now and then many. */
	private long shortWhile() {
		long timeout = this.world.swarm().electionTimeoutMillis * MILLIS;
		return 1 + this.random.nextLong((this.random.nextInt(3) == 0) ? 8 * timeout : timeout);
	}

	private long now() {
		return this.world.timeline().nowNanos();
	}

}
