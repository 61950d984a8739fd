package io.raftboot.core.transport.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.codec.FrameHeader;
import org.jspecify.annotations.Nullable;

/**
 * A network inside one process: for tests, and for several nodes in one JVM. Loses,
 * delays, duplicates, reorders and cuts on demand. Nodes may run on a thread each, or all
 * on one with a virtual clock; then the seed decides everything. For any thread.
 */
public final class MemoryNetwork {

	/** Guards everything of the network and the inboxes of its transports. */
	private final ReentrantLock lock = new ReentrantLock();

	private final MemoryNetworkOptions options;

	private final int groupHash;

	private final SplittableRandom random;

	private final Map<String, MemoryTransport> listening = new HashMap<>();

	private final Map<Link, Faults> linkFaults = new HashMap<>();

	private final Set<Link> cuts = new HashSet<>();

	private Faults faults = Faults.NONE;

	private List<Set<NodeId>> sides = List.of();

	private long nextNumber;

	private int nextAddress = 1;

	public MemoryNetwork(MemoryNetworkOptions options) {
		this.options = options;
		this.groupHash = FrameHeader.groupHash(options.group());
		this.random = new SplittableRandom(options.seed());
	}

	/** A transport with an address of its own. */
	public MemoryTransport newTransport() {
		this.lock.lock();
		try {
			return new MemoryTransport(this, "memory:" + this.nextAddress++);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A transport that will listen at this address, whatever it is called. */
	public MemoryTransport newTransport(String address) {
		return new MemoryTransport(this, address);
	}

	/**
	 * The same for a node whose id is known before it can introduce itself.
	 */
	public MemoryTransport newTransport(NodeId nodeId, String address) {
		MemoryTransport transport = new MemoryTransport(this, address);
		transport.nodeId(nodeId);
		return transport;
	}

	/** What happens to messages wherever nothing else is said. */
	public void faults(Faults faults) {
		locked(() -> this.faults = faults);
	}

	/** What happens to messages from one node to another. */
	public void faults(NodeId from, NodeId to, Faults faults) {
		locked(() -> this.linkFaults.put(new Link(from, to), faults));
	}

	/** From now on nothing gets from one node to the other; the way back stays. */
	public void cut(NodeId from, NodeId to) {
		locked(() -> this.cuts.add(new Link(from, to)));
	}

	/** Ends a {@link #cut}. */
	public void restore(NodeId from, NodeId to) {
		locked(() -> this.cuts.remove(new Link(from, to)));
	}

	/**
	 * Breaks the connection on which one node sends to another; what is on its way is
	 * lost, what the other one has sent is not. The node connects anew.
	 */
	public void reset(NodeId from, NodeId to) {
		locked(() -> {
			for (MemoryTransport transport : this.listening.values()) {
				if (transport.isOf(to)) {
					post(from, transport, () -> transport.reset(from));
				}
			}
		});
	}

	/**
	 * Splits the network: nodes of different sides do not reach each other, nodes of no
	 * side reach all. Replaces an earlier partition.
	 */
	public void partition(List<Set<NodeId>> sides) {
		List<Set<NodeId>> copy = new ArrayList<>();
		for (Set<NodeId> side : sides) {
			copy.add(Set.copyOf(side));
		}
		locked(() -> this.sides = copy);
	}

	/** Ends all faults, cuts and partitions. What is on its way stays on its way. */
	public void heal() {
		locked(() -> {
			this.faults = Faults.NONE;
			this.linkFaults.clear();
			this.cuts.clear();
			this.sides = List.of();
		});
	}

	MemoryNetworkOptions options() {
		return this.options;
	}

	int groupHash() {
		return this.groupHash;
	}

	ReentrantLock lock() {
		return this.lock;
	}

	long nowNanos() {
		return this.options.clockNanos().getAsLong();
	}

	void listen(String address, MemoryTransport transport) throws IOException {
		this.lock.lock();
		try {
			if (this.listening.putIfAbsent(address, transport) != null) {
				throw new IOException("Cannot listen on " + address + ": port in use");
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void stopListening(String address, MemoryTransport transport) {
		locked(() -> this.listening.remove(address, transport));
	}

	@Nullable MemoryTransport listeningAt(String address) {
		this.lock.lock();
		try {
			return this.listening.get(address);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Under the lock: whether anything sent now would get there. */
	boolean reaches(NodeId from, NodeId to) {
		if (this.cuts.contains(new Link(from, to))) {
			return false;
		}
		return this.sides.isEmpty() || side(from) < 0 || side(to) < 0 || side(from) == side(to);
	}

	/** Under the lock: draws the fate of a message and puts it into inboxes. */
	void transmit(NodeId from, MemoryTransport to, Lane lane, Delivery delivery) {
		Faults faults = this.linkFaults.getOrDefault(new Link(from, to.nodeId()), this.faults);
		if (!reaches(from, to.nodeId()) || draw(faults.dropChance())) {
			delivery.lost();
			return;
		}
		int copies = !delivery.isOnce() && draw(faults.duplicateChance()) ? 2 : 1;
		for (int i = 0; i < copies; i++) {
			long due = nowNanos() + delay(faults);
			boolean last = i == copies - 1;
			due = delivery.arrival(due, !draw(faults.reorderChance()));
			to.put(lane, new Parcel(due, this.nextNumber++, () -> delivery.open(last)));
		}
	}

	/** Under the lock: sends something that is not a message, after a message's delay. */
	void post(NodeId from, MemoryTransport to, Runnable opening) {
		Faults faults = this.linkFaults.getOrDefault(new Link(from, to.nodeId()), this.faults);
		to.put(Lane.CONTROL, new Parcel(nowNanos() + delay(faults), this.nextNumber++, opening));
	}

	private long delay(Faults faults) {
		long spread = faults.delayMaxNanos() - faults.delayMinNanos();
		return faults.delayMinNanos() + ((spread > 0) ? this.random.nextLong(spread + 1) : 0L);
	}

	private boolean draw(double chance) {
		return chance > 0 && this.random.nextDouble() < chance;
	}

	private int side(NodeId id) {
		for (int i = 0; i < this.sides.size(); i++) {
			if (this.sides.get(i).contains(id)) {
				return i;
			}
		}
		return -1;
	}

	private void locked(Runnable change) {
		this.lock.lock();
		try {
			change.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Link(NodeId from, NodeId to) {
	}

	/** What the network needs to know of something it carries. */
	interface Delivery {

		/** Under the lock: when it arrives, not before those in front if in order. */
		long arrival(long earliestNanos, boolean inOrder);

		/** Whether it must not arrive twice, whatever the faults. */
		boolean isOnce();

		/** Under the lock: it never arrives. */
		void lost();

		/** On the receiver's loop: it arrives, for the last time or not. */
		void open(boolean last);

	}

}
