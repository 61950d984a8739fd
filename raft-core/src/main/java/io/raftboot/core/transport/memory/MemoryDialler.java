package io.raftboot.core.transport.memory;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HandshakeRules;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connection of one lane to one peer, and makes it anew in equal pauses, for as
 * long as it is wanted. Loop thread only.
 */
abstract class MemoryDialler {

	/** An unanswered hello is given up after that many pauses. */
	private static final int PATIENCE = 50;

	private final MemoryNetwork network;

	private final MemoryTransport self;

	private final Peer peer;

	private final Lane lane;

	private @Nullable MemoryConnection connection;

	private boolean up;

	private long dueNanos;

	MemoryDialler(MemoryNetwork network, MemoryTransport self, Peer peer, Lane lane) {
		this.network = network;
		this.self = self;
		this.peer = peer;
		this.lane = lane;
		this.dueNanos = network.nowNanos();
	}

	/** Whether to dial while there is no connection. */
	abstract boolean isWanted();

	/** The connection takes messages now. */
	abstract void onUp(MemoryConnection connection);

	/** The peer ended the connection, or the attempt to make one has failed. */
	abstract void onDown(boolean wasUp);

	/** We ended the connection, or gave up waiting for it. */
	abstract void onEnd(boolean wasUp);

	abstract boolean send(Message message);

	/** When to end the connection that is up, unless something is sent. */
	long idleDeadlineNanos() {
		return Long.MAX_VALUE;
	}

	final MemoryNetwork network() {
		return this.network;
	}

	final MemoryTransport self() {
		return this.self;
	}

	final Peer peer() {
		return this.peer;
	}

	final boolean owns(MemoryConnection connection) {
		return this.connection == connection;
	}

	/** The connection if it takes messages. */
	final @Nullable MemoryConnection upConnection() {
		return this.up ? this.connection : null;
	}

	/** Tries to connect if it is time to; returns how much it did. */
	final int tick(long nowNanos) {
		if (!isDue(nowNanos)) {
			return 0;
		}
		if (this.up) {
			leave();
			return 1;
		}
		if (this.connection != null) {
			this.connection = null;
			onDown(false);
		}
		return isWanted() ? dial(nowNanos) : 1;
	}

	private int dial(long nowNanos) {
		long pause = this.network.options().retryNanos();
		MemoryTransport target = this.network.listeningAt(this.peer.address());
		if (target == null) {
			this.dueNanos = nowNanos + pause;
			onDown(false);
			return 0;
		}
		MemoryConnection connection = new MemoryConnection(this.network, this.self, target, this.lane);
		this.connection = connection;
		this.dueNanos = nowNanos + pause * PATIENCE;
		connection.greet(this.self.listener().hello());
		return 1;
	}

	/** Whether it wants to be ticked at this time or before. */
	final boolean isDue(long nanos) {
		long deadline = nextDeadlineNanos();
		return deadline != Long.MAX_VALUE && nanos - deadline >= 0;
	}

	final long nextDeadlineNanos() {
		if (this.up) {
			return idleDeadlineNanos();
		}
		return isWanted() ? this.dueNanos : Long.MAX_VALUE;
	}

	/** The peer has just connected to us, so it is worth trying now. */
	final void hurry() {
		if (this.connection == null) {
			this.dueNanos = this.network.nowNanos();
		}
	}

	final void flush() {
		if (this.connection != null) {
			this.self.counting().sent(this.connection.flush(), this.lane);
		}
	}

	final void onAnswer(MemoryConnection connection, @Nullable Hello hello, @Nullable Refusal refusal) {
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
	final void onClosed() {
		retry();
	}

	/** Ends it; what was not flushed is lost. */
	final void close() {
		MemoryConnection connection = this.connection;
		if (connection != null) {
			connection.close(this.self);
		}
		boolean wasUp = this.up;
		this.up = false;
		this.connection = null;
		this.dueNanos = this.network.nowNanos();
		onEnd(wasUp);
	}

	/** Ends it; what is queued still leaves. */
	final void leave() {
		flush();
		close();
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
		onUp(connection);
	}

	private void retry() {
		boolean wasUp = this.up;
		this.up = false;
		this.connection = null;
		this.dueNanos = this.network.nowNanos() + this.network.options().retryNanos();
		onDown(wasUp);
	}

}
