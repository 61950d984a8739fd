package io.raftboot.core.transport.tcp;

import java.net.InetSocketAddress;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * The way to one peer: dials, and dials again with back-off, for as long as the node
 * wants it. Loop thread only.
 */
final class PeerLink {

	private final TcpContext context;

	private final AddressResolver resolver;

	private final Peer peer;

	private final HostPort address;

	private final Backoff backoff;

	private @Nullable Outgoing connection;

	/** Waiting for an address. */
	private boolean resolving;

	private boolean closed;

	private int attempts;

	private long nextAttemptNanos;

	private long upSinceNanos;

	PeerLink(TcpContext context, AddressResolver resolver, Peer peer) {
		this.context = context;
		this.resolver = resolver;
		this.peer = peer;
		this.address = HostPort.parse(peer.address());
		this.backoff = new Backoff(context.options());
		retryAfter(0);
	}

	Peer peer() {
		return this.peer;
	}

	boolean isTo(NodeId id) {
		return this.peer.id().equals(id);
	}

	boolean send(Message message) {
		Outgoing connection = this.connection;
		return connection != null && connection.isUp() && connection.send(message);
	}

	void flush() {
		if (this.connection != null) {
			this.connection.flush();
		}
	}

	void onTimer(long nowNanos) {
		if (this.connection != null) {
			this.connection.onTimer(nowNanos);
		}
		else if (this.resolving || this.closed) {
			return;
		}
		else if (nowNanos - this.nextAttemptNanos >= 0) {
			this.resolving = true;
			this.resolver.resolve(this.address, this.attempts++, this::onAddress);
		}
		else {
			this.context.wantTimer(this.nextAttemptNanos);
		}
	}

	/** The peer has just connected to us, so it is worth trying now. */
	void hurry() {
		if (this.connection == null && !this.resolving) {
			retryAfter(0);
		}
	}

	/** Ends it for good. */
	void close() {
		this.closed = true;
		Outgoing connection = this.connection;
		this.connection = null;
		if (connection != null) {
			boolean wasUp = connection.isUp();
			connection.close();
			reportLoss(wasUp);
		}
	}

	void connected() {
		this.upSinceNanos = System.nanoTime();
	}

	void lost(boolean wasUp) {
		this.connection = null;
		// One that comes up and breaks at once must not be dialled at full speed for ever
		if (wasUp && System.nanoTime() - this.upSinceNanos >= this.context.options().retryMax().toNanos()) {
			this.backoff.reset();
		}
		reportLoss(wasUp);
		retryAfter(this.backoff.afterFailureNanos());
	}

	void refused() {
		this.connection = null;
		retryAfter(this.backoff.afterRefusalNanos());
	}

	private void onAddress(@Nullable InetSocketAddress resolved) {
		this.resolving = false;
		if (this.closed) {
			return;
		}
		if (resolved == null) {
			this.context.warn(null, "Address " + this.address + " of node " + this.peer.id() + " cannot be resolved");
			retryAfter(this.backoff.afterFailureNanos());
			return;
		}
		Outgoing connection = new Outgoing(this.context, this, this.peer.id());
		this.connection = connection;
		connection.dial(resolved, System.nanoTime());
	}

	private void reportLoss(boolean wasUp) {
		if (wasUp) {
			NodeId id = this.peer.id();
			this.context.arrived((listener) -> listener.onDisconnected(id));
		}
	}

	private void retryAfter(long nanos) {
		this.nextAttemptNanos = System.nanoTime() + nanos;
		this.context.wantTimer(this.nextAttemptNanos);
	}

}
