package io.raftboot.test.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.RaftCore;
import org.jspecify.annotations.Nullable;

/** All nodes there ever were in one run, members or not. */
final class Cluster {

	private static final int NODES_MAX = 9;

	private final Map<NodeId, SimulatedNode> nodes;

	private final World world;

	private final SplittableRandom random;

	private int addresses = 1000;

	Cluster(World world, Map<NodeId, SimulatedNode> nodes, SplittableRandom random) {
		this.world = world;
		this.nodes = nodes;
		this.random = random;
	}

	/** Makes the nodes a run begins with, and starts them one by one. */
	void begin() {
		Swarm swarm = this.world.swarm();
		for (int i = 1; i <= swarm.nodes; i++) {
			add("n" + i, List.of(), swarm.grown && i > 1);
		}
		List<Peer> all = SimulatedNode.peers(List.copyOf(this.nodes.values()));
		for (SimulatedNode node : this.nodes.values()) {
			NodeSetup setup = node.setup();
			List<Peer> peers = swarm.grown ? (setup.join() ? all.subList(0, 1) : List.of()) : all;
			node.setup(new NodeSetup(setup.address(), peers, setup.join(), setup.priority()));
			startLater(node, this.random.nextLong(500_000_000L));
		}
	}

	/** A node that is to join; null if there are enough. */
	@Nullable SimulatedNode newNode() {
		if (this.nodes.size() >= NODES_MAX) {
			return null;
		}
		List<SimulatedNode> known = new ArrayList<>(this.nodes.values());
		known.removeIf((node) -> !node.isUp() || membership().member(node.id()) == null);
		if (known.isEmpty()) {
			return null;
		}
		return add("n" + (this.nodes.size() + 1), SimulatedNode.peers(known), true);
	}

	private SimulatedNode add(String name, List<Peer> peers, boolean join) {
		int priority = this.world.swarm().priorities ? 1 + this.random.nextInt(100) : 100;
		NodeSetup setup = new NodeSetup(newAddress(), peers, join, priority);
		SimulatedNode node = new SimulatedNode(this.world, NodeId.of(name), setup, this.random.split());
		this.nodes.put(node.id(), node);
		return node;
	}

	String newAddress() {
		return "memory:" + this.addresses++;
	}

	void startLater(SimulatedNode node, long nanos) {
		this.world.timeline().after(nanos, () -> {
			if (node.state() == SimulatedNode.State.DOWN) {
				node.start();
			}
		});
	}

	Collection<SimulatedNode> nodes() {
		return this.nodes.values();
	}

	@Nullable SimulatedNode node(NodeId id) {
		return this.nodes.get(id);
	}

	/** One of the nodes that are so, null if none is. */
	@Nullable SimulatedNode pick(Predicate<SimulatedNode> wanted) {
		List<SimulatedNode> found = new ArrayList<>();
		for (SimulatedNode node : this.nodes.values()) {
			if (wanted.test(node)) {
				found.add(node);
			}
		}
		return found.isEmpty() ? null : found.get(this.random.nextInt(found.size()));
	}

	/** A node that runs, null if none does. */
	@Nullable SimulatedNode pickUp() {
		return pick((node) -> node.isUp() && !node.isPaused());
	}

	/** Who leads the latest term, null if nobody leads. */
	@Nullable SimulatedNode leader() {
		SimulatedNode leader = null;
		for (SimulatedNode node : this.nodes.values()) {
			RaftCore core = node.core();
			if (core != null && node.leads() && (leader == null || core.term() > leader.core().term())) {
				leader = node;
			}
		}
		return leader;
	}

	/** The configuration as the leader has it, or else who has the latest. */
	Membership membership() {
		SimulatedNode leader = leader();
		if (leader != null) {
			return leader.core().membership();
		}
		SimulatedNode latest = null;
		for (SimulatedNode node : this.nodes.values()) {
			if (latest == null || node.seen().membershipIndex > latest.seen().membershipIndex) {
				latest = node;
			}
		}
		return (latest != null) ? latest.seen().membership : Membership.EMPTY;
	}

	/** Whether the first leader has made the cluster. */
	boolean isFormed() {
		return this.world.laws().committed() > 0;
	}

	/**
	 * Whether somebody does not know where another is. Two that have moved at once cannot
	 * find each other when nobody is left that both know.
	 */
	boolean isAnyAstray() {
		for (SimulatedNode node : this.nodes.values()) {
			for (Peer member : node.seen().membership.members()) {
				SimulatedNode other = this.nodes.get(member.id());
				if (other != null && !other.setup().address().equals(member.address())) {
					return true;
				}
			}
		}
		return false;
	}

	/** Whether nothing of any node was lost for good. */
	boolean isWhole() {
		return this.nodes.values()
			.stream()
			.noneMatch((node) -> node.isDamaged() || node.state() == SimulatedNode.State.LOST);
	}

	/**
	 * Whether this node's data may be lost: of no configuration that anybody goes by may
	 * a majority be touched.
	 */
	boolean mayLose(SimulatedNode candidate) {
		if (!isFormed() || candidate.isDamaged() || candidate.state() == SimulatedNode.State.LOST
				|| !membership().isVoter(candidate.id())) {
			return false; // a damaged learner would become a voter without anybody
							// knowing
		}
		for (SimulatedNode node : this.nodes.values()) {
			Membership membership = node.seen().membership;
			if (!leavesMajority(membership.voters(), candidate)
					|| !leavesMajority(membership.outgoingVoters(), candidate)
					|| !leavesMajority(withJoining(membership), candidate)) {
				return false;
			}
		}
		return true;
	}

	private static List<Peer> withJoining(Membership membership) {
		List<Peer> all = new ArrayList<>(membership.voters());
		all.addAll(membership.joining());
		return all;
	}

	private boolean leavesMajority(List<Peer> voters, SimulatedNode candidate) {
		int lost = 0;
		for (Peer voter : voters) {
			SimulatedNode node = this.nodes.get(voter.id());
			if (node == null || node == candidate || node.isDamaged() || node.state() == SimulatedNode.State.LOST) {
				lost++;
			}
		}
		return voters.isEmpty() || 2 * lost < voters.size();
	}

}
