package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * Several cores on one thread in virtual time: messages are lost, doubled, late and out
 * of order, disks take their time, crashes forget what was not durable. Everything hangs
 * on the seed.
 */
final class CoreCluster {

	static final long MILLIS = 1_000_000L;

	final SplittableRandom random;

	final RaftSettings settings = new RaftSettings(500 * MILLIS, 100 * MILLIS, 10, 256, 4, 2048, 4096);

	final List<CoreNode> nodes = new ArrayList<>();

	final ClusterInvariants invariants = new ClusterInvariants(this);

	final ClusterCounters counters = new ClusterCounters();

	final CoreSnapshots snapshots;

	final TreeMap<String, Boolean> cuts = new TreeMap<>();

	private final PriorityQueue<Scheduled> queue = new PriorityQueue<>(
			Comparator.comparingLong(Scheduled::atNanos).thenComparingLong(Scheduled::sequence));

	long nowNanos;

	double lossRate;

	double duplicateRate;

	/** Of messages that come so late that several timeouts have passed meanwhile. */
	double lateRate;

	long delayNanosMax = 2 * MILLIS;

	long forceNanosMax = 3 * MILLIS;

	/** Every message that was sent, when and to whom. */
	long history;

	private long sequence;

	private record Scheduled(long atNanos, long sequence, Runnable action) {
	}

	CoreCluster(long seed, String... ids) {
		this.random = new SplittableRandom(seed);
		this.snapshots = new CoreSnapshots(this, this.random.split());
		List<Peer> peers = Entries.peers(ids);
		for (Peer peer : peers) {
			this.nodes.add(new CoreNode(this, peer.id(), peers, this.random.split()));
		}
	}

	/** Nodes that wait to be added. */
	void spare(String... ids) {
		for (Peer peer : Entries.peers(ids)) {
			this.nodes.add(new CoreNode(this, peer.id(), List.of(), this.random.split()));
		}
	}

	void startAll() {
		this.nodes.forEach(CoreNode::start);
	}

	void schedule(long delayNanos, Runnable action) {
		this.queue.add(new Scheduled(this.nowNanos + Math.max(0, delayNanos), this.sequence++, action));
	}

	/** Runs for so long. */
	void run(long nanos) {
		long end = this.nowNanos + nanos;
		while (!this.queue.isEmpty() && this.queue.peek().atNanos() <= end) {
			Scheduled next = this.queue.remove();
			this.nowNanos = Math.max(this.nowNanos, next.atNanos());
			next.action().run();
		}
		this.nowNanos = end;
	}

	void deliver(NodeId from, NodeId to, Message.Protocol message) {
		this.history = 31 * this.history + this.nowNanos;
		this.history = 31 * this.history + 1000 * message.term() + message.getClass().getName().hashCode();
		if (this.random.nextDouble() < this.lossRate) {
			return;
		}
		int copies = (this.random.nextDouble() < this.duplicateRate) ? 2 : 1;
		for (int i = 0; i < copies; i++) {
			boolean late = this.lateRate > 0 && this.random.nextDouble() < this.lateRate;
			long delay = 50_000 + this.random.nextLong(late ? 2_000 * MILLIS : this.delayNanosMax);
			schedule(delay, () -> {
				if (!isCut(from, to)) {
					node(to).receive(message);
				}
			});
		}
	}

	/** Messages of one direction vanish; both ends notice that the connection is gone. */
	void cut(NodeId from, NodeId to, boolean cut) {
		boolean was = isCut(from, to);
		this.cuts.put(from + ">" + to, cut);
		if (was != cut) {
			for (NodeId end : List.of(from, to)) {
				NodeId other = end.equals(from) ? to : from;
				node(end).on(core -> {
					if (cut) {
						core.onDisconnected(other, node(end).clockNanos());
					}
					else {
						core.onConnected(other, node(end).clockNanos());
					}
				});
			}
		}
	}

	boolean isCut(NodeId from, NodeId to) {
		return this.cuts.getOrDefault(from + ">" + to, false);
	}

	void isolate(CoreNode node, boolean isolated) {
		for (CoreNode other : this.nodes) {
			if (other != node) {
				cut(node.id, other.id, isolated);
				cut(other.id, node.id, isolated);
			}
		}
	}

	/** Everybody runs, everybody hears everybody, nothing is lost any more. */
	void heal() {
		this.lossRate = 0;
		this.duplicateRate = 0;
		this.lateRate = 0;
		for (CoreNode node : this.nodes) {
			if (!node.isRunning()) {
				node.start();
			}
		}
		for (CoreNode node : this.nodes) {
			isolate(node, false);
		}
	}

	CoreNode node(NodeId id) {
		return this.nodes.stream().filter(node -> node.id.equals(id)).findFirst().orElseThrow();
	}

	CoreNode node(String id) {
		return node(NodeId.of(id));
	}

	/** The leader of the highest term, null when nobody leads. */
	@Nullable CoreNode leader() {
		return this.nodes.stream()
			.filter(node -> node.isRunning() && node.core().role() == Role.LEADER)
			.max(Comparator.comparingLong(node -> node.core().term()))
			.orElse(null);
	}

	CoreNode awaitLeader() {
		for (int i = 0; i < 400; i++) {
			CoreNode leader = leader();
			if (leader != null && leader.core().commitIndex() > 0
					&& leader.core().termOf(leader.core().commitIndex()) == leader.core().term()) {
				return leader;
			}
			run(50 * MILLIS);
		}
		throw new AssertionError("No leader after 20 s");
	}

	/** A line for each node, and one for each of its peers if it leads. */
	String describe() {
		StringBuilder text = new StringBuilder();
		for (CoreNode node : this.nodes) {
			text.append(node.id).append(": ");
			if (!node.isRunning()) {
				text.append("down\n");
				continue;
			}
			RaftCore core = node.core();
			text.append("%s of term %d, knows %s, log %d to %d (term %d), committed %d, applied %d, %d: %s%n".formatted(
					core.role(), core.term(), core.leader(), core.baseIndex(), core.lastIndex(), core.lastTerm(),
					core.commitIndex(), node.applied, core.membershipIndex(), describe(core.membership())));
			for (int i = 0; i < core.peerCount(); i++) {
				PeerProgress peer = core.peer(i);
				text.append("   %s %s, match %d, next %d%n".formatted(peer.id(), peer.state(), peer.matchIndex(),
						peer.nextIndex()));
			}
		}
		return text.toString();
	}

	private static String describe(Membership membership) {
		return "voters %s, outgoing %s, learners %s, joining %s".formatted(ids(membership.voters()),
				ids(membership.outgoingVoters()), ids(membership.learners()), ids(membership.joining()));
	}

	private static List<NodeId> ids(List<Peer> peers) {
		return peers.stream().map(Peer::id).toList();
	}

}
