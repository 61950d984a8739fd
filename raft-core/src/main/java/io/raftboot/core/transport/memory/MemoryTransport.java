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
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.TransportCounters;
import io.raftboot.core.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * {@link Transport} over a {@link MemoryNetwork}; connects, refuses and loses as TCP
 * does. {@link #await} waits in real time; with a virtual clock use
 * {@link #nextDeadlineNanos} instead.
 */
public final class MemoryTransport implements Transport {

	private final MemoryNetwork network;

	private final String address;

	private final ReentrantLock lock;

	private final Condition changed;

	/** Guarded by the lock, like the two below. */
	private final PriorityQueue<Parcel> inbox = new PriorityQueue<>();

	private boolean notified;

	private boolean closed;

	private final Map<NodeId, MemoryConnection> accepted = new HashMap<>();

	private final List<MemoryDialler> diallers = new ArrayList<>();

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
		this.nodeId = listener.hello().nodeId();
		this.network.listen(this.address, this);
		this.listener = listener;
	}

	@Override
	public String boundAddress() {
		return this.address;
	}

	@Override
	public void connectTo(List<Peer> peers) {
		List<MemoryDialler> kept = new ArrayList<>();
		for (Peer peer : peers) {
			if (!peer.id().equals(nodeId())) {
				MemoryDialler dialler = diallerTo(peer.id());
				boolean same = dialler != null && dialler.peer().address().equals(peer.address());
				kept.add(same ? dialler : new MemoryDialler(this.network, this, peer));
			}
		}
		for (MemoryDialler dialler : this.diallers) {
			if (!kept.contains(dialler)) {
				dialler.close();
			}
		}
		this.diallers.clear();
		this.diallers.addAll(kept);
	}

	@Override
	public int poll() {
		int work = 0;
		long now = this.network.nowNanos();
		for (MemoryDialler dialler : this.diallers) {
			work += dialler.tick(now);
		}
		for (Parcel next = nextDue(now); next != null; next = nextDue(now)) {
			next.opening().run();
			work++;
		}
		return work;
	}

	/** When something is due at the earliest; {@link Long#MAX_VALUE} for nothing. */
	public long nextDeadlineNanos() {
		long next = Long.MAX_VALUE;
		for (MemoryDialler dialler : this.diallers) {
			next = Math.min(next, dialler.nextDeadlineNanos());
		}
		this.lock.lock();
		try {
			Parcel first = this.inbox.peek();
			return (first != null) ? Math.min(next, first.dueNanos()) : next;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void await(long timeoutNanos) {
		long remaining = timeoutNanos;
		long diallers = Long.MAX_VALUE;
		for (MemoryDialler dialler : this.diallers) {
			diallers = Math.min(diallers, dialler.nextDeadlineNanos());
		}
		this.lock.lock();
		try {
			long end = this.network.nowNanos() + timeoutNanos;
			while (!this.notified && !this.closed) {
				long now = this.network.nowNanos();
				remaining = Math.min(end - now, diallers - now);
				Parcel first = this.inbox.peek();
				if (first != null) {
					remaining = Math.min(remaining, first.dueNanos() - now);
				}
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
		MemoryDialler dialler = diallerTo(to);
		if (dialler != null && dialler.send(message)) {
			return true;
		}
		this.counters.dropped();
		return false;
	}

	@Override
	public void flush() {
		for (MemoryDialler dialler : this.diallers) {
			this.counters.sent(dialler.flush());
		}
	}

	@Override
	public TransportCounters counters() {
		return this.counters.snapshot();
	}

	@Override
	public void close() {
		this.network.stopListening(this.address, this);
		for (MemoryDialler dialler : this.diallers) {
			dialler.close();
		}
		this.diallers.clear();
		for (MemoryConnection connection : this.accepted.values()) {
			connection.close(this);
		}
		this.accepted.clear();
		this.lock.lock();
		try {
			this.closed = true;
			this.inbox.clear();
		}
		finally {
			this.lock.unlock();
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
	void put(Parcel parcel) {
		if (!this.closed) {
			this.inbox.add(parcel);
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
		MemoryConnection older = this.accepted.put(hello.nodeId(), connection);
		if (older != null) {
			older.close(this);
		}
		connection.answer(listener().hello(), null);
		MemoryDialler dialler = diallerTo(hello.nodeId());
		if (dialler != null) {
			dialler.hurry();
		}
	}

	void onAnswer(MemoryConnection connection, @Nullable Hello hello, @Nullable Refusal refusal) {
		for (MemoryDialler dialler : this.diallers) {
			if (dialler.owns(connection)) {
				dialler.onAnswer(connection, hello, refusal);
				return;
			}
		}
	}

	void onRejected(NodeId from, Refusal refusal) {
		listener().onRefused(from, refusal);
	}

	void onClosed(MemoryConnection connection) {
		for (MemoryDialler dialler : this.diallers) {
			if (dialler.owns(connection)) {
				dialler.onClosed();
				return;
			}
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

	void onMessage(Message message, int bytes) {
		this.counters.received(bytes);
		listener().onMessage(message);
	}

	private @Nullable Parcel nextDue(long nowNanos) {
		this.lock.lock();
		try {
			Parcel first = this.inbox.peek();
			return (first != null && first.dueNanos() - nowNanos <= 0) ? this.inbox.poll() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable MemoryDialler diallerTo(NodeId id) {
		for (MemoryDialler dialler : this.diallers) {
			if (dialler.peer().id().equals(id)) {
				return dialler;
			}
		}
		return null;
	}

}
