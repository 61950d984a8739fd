package io.raftboot.core.transport.memory;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HandshakeRules;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Refusal;
import org.jspecify.annotations.Nullable;

/** Keeps a connection to one peer, trying again in equal pauses. Loop thread only. */
final class MemoryDialler {

	/** An unanswered hello is given up after that many pauses. */
	private static final int PATIENCE = 50;

	private final MemoryNetwork network;

	private final MemoryTransport self;

	private final Peer peer;

	private @Nullable MemoryConnection connection;

	private boolean up;

	private long dueNanos;

	MemoryDialler(MemoryNetwork network, MemoryTransport self, Peer peer) {
		this.network = network;
		this.self = self;
		this.peer = peer;
		this.dueNanos = network.nowNanos();
	}

	Peer peer() {
		return this.peer;
	}

	boolean owns(MemoryConnection connection) {
		return this.connection == connection;
	}

	/** Tries to connect if it is time to; returns how much it did. */
	int tick(long nowNanos) {
		if (this.up || nowNanos - this.dueNanos < 0) {
			return 0;
		}
		long pause = this.network.options().retryNanos();
		MemoryTransport target = this.network.listeningAt(this.peer.address());
		if (target == null) {
			this.connection = null;
			this.dueNanos = nowNanos + pause;
			return 0;
		}
		MemoryConnection connection = new MemoryConnection(this.network, this.self, target);
		this.connection = connection;
		this.dueNanos = nowNanos + pause * PATIENCE;
		connection.greet(this.self.listener().hello());
		return 1;
	}

	long nextDeadlineNanos() {
		return this.up ? Long.MAX_VALUE : this.dueNanos;
	}

	/** The peer has just connected to us, so it is worth trying now. */
	void hurry() {
		if (this.connection == null) {
			this.dueNanos = this.network.nowNanos();
		}
	}

	boolean send(Message message) {
		MemoryConnection connection = this.connection;
		return this.up && connection != null && connection.add(message);
	}

	long flush() {
		return (this.connection != null) ? this.connection.flush() : 0L;
	}

	void onAnswer(MemoryConnection connection, @Nullable Hello hello, @Nullable Refusal refusal) {
		if (refusal != null) {
			retry();
			this.self.listener().onRefused(this.peer.id(), refusal);
		}
		else if (hello != null && !hello.nodeId().equals(this.peer.id())) {
			this.self.counting().connectionRefused();
			retry();
			connection.close(this.self);
			this.self.listener()
				.onRefused(this.peer.id(), new Refusal(Refusal.Code.WRONG_NODE, "Node " + hello.nodeId()
						+ " answers at the address of node " + this.peer.id() + ", " + this.peer.address()));
		}
		else if (hello != null) {
			check(connection, hello);
		}
	}

	/** The other side ended it. */
	void onClosed() {
		boolean wasUp = this.up;
		retry();
		if (wasUp) {
			this.self.listener().onDisconnected(this.peer.id());
		}
	}

	/** We end it. */
	void close() {
		MemoryConnection connection = this.connection;
		if (connection != null) {
			connection.close(this.self);
		}
		if (this.up) {
			this.self.disconnected(this.peer.id());
		}
		this.up = false;
		this.connection = null;
	}

	private void check(MemoryConnection connection, Hello hello) {
		Refusal refusal = HandshakeRules.check(this.self.listener(), hello);
		if (refusal != null) {
			this.self.counting().connectionRefused();
			retry();
			connection.reject(refusal);
			connection.close(this.self);
			return;
		}
		this.up = true;
		this.self.listener().onConnected(this.peer.id());
	}

	private void retry() {
		this.up = false;
		this.connection = null;
		this.dueNanos = this.network.nowNanos() + this.network.options().retryNanos();
	}

}
