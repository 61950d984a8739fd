package io.raftboot.core.transport.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HandshakeRules;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.TransportCounters;
import io.raftboot.core.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * {@link Transport} over a {@link MemoryNetwork}; connects, refuses and loses as TCP
 * does, and lets everything else overtake snapshots as TCP does. {@link #await} waits in
 * real time; with a virtual clock use {@link #nextDeadlineNanos} instead.
 */
public final class MemoryTransport implements Transport {

	/** Pieces of snapshots that one poll takes: the rest must not hold up the node. */
	private static final int BULK_PER_POLL = 4;

	private final MemoryNetwork network;

	private final String address;

	private final ReentrantLock lock;

	private final Condition changed;

	/** Guarded by the lock, like the three below. */
	private final PriorityQueue<Parcel> inbox = new PriorityQueue<>();

	private final PriorityQueue<Parcel> bulkInbox = new PriorityQueue<>();

	private boolean notified;

	private boolean closed;

	private final Map<NodeId, MemoryConnection> accepted = new HashMap<>();

	private final Map<NodeId, MemoryConnection> acceptedBulk = new HashMap<>();

	private final List<MemoryLink> links = new ArrayList<>();

	private final MemoryCounters counters = new MemoryCounters();

	private @Nullable TransportListener listener;

	private volatile @Nullable NodeId nodeId;

	MemoryTransport(MemoryNetwork network, String address) {
		this.network = network;
		this.address = address;
		this.lock = network.lock();
		this.changed = this.lock.newCondition();
	}

	@Override
	public void start(TransportListener listener) throws IOException {
		if (this.listener != null) {
			throw new IllegalStateException("Transport is already started");
		}
		if (this.nodeId == null) {
			this.nodeId = listener.hello().nodeId();
		}
		this.network.listen(this.address, this);
		this.listener = listener;
	}

	@Override
	public String boundAddress() {
		return this.address;
	}

	@Override
	public void connectTo(List<Peer> peers) {
		List<MemoryLink> kept = new ArrayList<>();
		for (Peer peer : peers) {
			if (!peer.id().equals(nodeId())) {
				MemoryLink link = linkTo(peer.id());
				boolean same = link != null && link.isAt(peer.address());
				kept.add(same ? link : new MemoryLink(this.network, this, peer));
			}
		}
		for (MemoryLink link : this.links) {
			if (!kept.contains(link)) {
				link.leave();
			}
		}
		this.links.clear();
		this.links.addAll(kept);
	}

	@Override
	public int poll() {
		int work = 0;
		long now = this.network.nowNanos();
		for (MemoryLink link : this.links) {
			work += link.tick(now);
		}
		for (Parcel next = nextDue(this.inbox, now); next != null; next = nextDue(this.inbox, now)) {
			next.opening().run();
			work++;
		}
		for (int i = 0; i < BULK_PER_POLL; i++) {
			Parcel next = nextDue(this.bulkInbox, now);
			if (next == null) {
				break;
			}
			next.opening().run();
			work++;
		}
		return work;
	}

	/** When something is due at the earliest; {@link Long#MAX_VALUE} for nothing. */
	public long nextDeadlineNanos() {
		long next = Long.MAX_VALUE;
		for (MemoryLink link : this.links) {
			next = Math.min(next, link.nextDeadlineNanos());
		}
		this.lock.lock();
		try {
			Parcel first = firstParcel();
			return (first != null) ? Math.min(next, first.dueNanos()) : next;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void await(long timeoutNanos) {
		this.lock.lock();
		try {
			long end = this.network.nowNanos() + timeoutNanos;
			for (MemoryLink link : this.links) {
				long deadline = link.nextDeadlineNanos();
				end = (deadline != Long.MAX_VALUE && end - deadline >= 0) ? deadline : end;
			}
			while (!this.notified && !this.closed) {
				Parcel first = firstParcel();
				long until = (first != null && first.dueNanos() - end < 0) ? first.dueNanos() : end;
				long remaining = until - this.network.nowNanos();
				if (remaining <= 0) {
					break;
				}
				this.changed.awaitNanos(remaining);
			}
			this.notified = false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void wakeUp() {
		this.lock.lock();
		try {
			this.notified = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean send(NodeId to, Message message) {
		MemoryLink link = linkTo(to);
		if (link != null && link.send(message)) {
			return true;
		}
		this.counters.dropped();
		return false;
	}

	@Override
	public void flush() {
		for (MemoryLink link : this.links) {
			link.flush();
		}
	}

	@Override
	public TransportCounters counters() {
		return this.counters.snapshot();
	}

	@Override
	public void close() {
		this.network.stopListening(this.address, this);
		for (MemoryLink link : this.links) {
			link.close();
		}
		this.links.clear();
		this.accepted.values().forEach((connection) -> connection.close(this));
		this.accepted.clear();
		this.acceptedBulk.values().forEach((connection) -> connection.close(this));
		this.acceptedBulk.clear();
		this.lock.lock();
		try {
			this.closed = true;
			this.inbox.clear();
			this.bulkInbox.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	void nodeId(NodeId nodeId) {
		this.nodeId = nodeId;
	}

	boolean isOf(NodeId id) {
		return id.equals(this.nodeId);
	}

	/** Ends the connections on which this peer sends. */
	void reset(NodeId peer) {
		MemoryConnection control = this.accepted.get(peer);
		if (control != null) {
			control.close(this);
		}
		MemoryConnection bulk = this.acceptedBulk.get(peer);
		if (bulk != null) {
			bulk.close(this);
		}
	}

	NodeId nodeId() {
		NodeId id = this.nodeId;
		if (id == null) {
			throw new IllegalStateException("Transport is not started");
		}
		return id;
	}

	TransportListener listener() {
		TransportListener listener = this.listener;
		if (listener == null) {
			throw new IllegalStateException("Transport is not started");
		}
		return listener;
	}

	MemoryCounters counting() {
		return this.counters;
	}

	/** Under the lock: something is on its way to this transport. */
	void put(Lane lane, Parcel parcel) {
		if (!this.closed) {
			((lane == Lane.BULK) ? this.bulkInbox : this.inbox).add(parcel);
			this.changed.signalAll();
		}
	}

	void onHello(MemoryConnection connection, Hello hello) {
		Refusal refusal = HandshakeRules.check(listener(), hello);
		if (refusal != null) {
			this.counters.connectionRefused();
			connection.answer(null, refusal);
			return;
		}
		boolean bulk = connection.lane() == Lane.BULK;
		MemoryConnection older = (bulk ? this.acceptedBulk : this.accepted).put(hello.nodeId(), connection);
		if (older != null) {
			older.close(this);
		}
		connection.answer(listener().hello(), null);
		MemoryLink link = linkTo(hello.nodeId());
		if (link != null && !bulk) {
			link.hurry();
		}
	}

	void onAnswer(MemoryConnection connection, @Nullable Hello hello, @Nullable Refusal refusal) {
		MemoryDialler owner = owner(connection);
		if (owner != null) {
			owner.onAnswer(connection, hello, refusal);
		}
	}

	void onRejected(NodeId from, Refusal refusal) {
		listener().onRefused(from, refusal);
	}

	void onClosed(MemoryConnection connection) {
		MemoryDialler owner = owner(connection);
		if (owner != null) {
			owner.onClosed();
		}
	}

	/** Our own end of a connection: told by the next poll, like everything else. */
	void disconnected(NodeId peer) {
		this.lock.lock();
		try {
			this.network.post(nodeId(), this, () -> listener().onDisconnected(peer));
		}
		finally {
			this.lock.unlock();
		}
	}

	void onMessage(Message message, int bytes, Lane lane) {
		this.counters.received(bytes, lane);
		listener().onMessage(message);
	}

	/** Under the lock: what arrives first. */
	private @Nullable Parcel firstParcel() {
		Parcel first = this.inbox.peek();
		Parcel bulk = this.bulkInbox.peek();
		return (first == null || (bulk != null && bulk.compareTo(first) < 0)) ? bulk : first;
	}

	private @Nullable Parcel nextDue(PriorityQueue<Parcel> parcels, long nowNanos) {
		this.lock.lock();
		try {
			Parcel first = parcels.peek();
			return (first != null && first.dueNanos() - nowNanos <= 0) ? parcels.poll() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable MemoryDialler owner(MemoryConnection connection) {
		for (MemoryLink link : this.links) {
			MemoryDialler owner = link.owner(connection);
			if (owner != null) {
				return owner;
			}
		}
		return null;
	}

	private @Nullable MemoryLink linkTo(NodeId id) {
		for (MemoryLink link : this.links) {
			if (link.isTo(id)) {
				return link;
			}
		}
		return null;
	}

}
