package io.raftboot.core.transport.tcp;

import java.net.InetSocketAddress;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HostPort;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connection of one lane to one peer, and makes it anew with back-off, for as
 * long as it is wanted. Loop thread only.
 */
abstract class Dialler {

	private final TcpContext context;

	private final AddressResolver resolver;

	private final Peer peer;

	private final HostPort address;

	private final Lane lane;

	private final Backoff backoff;

	private @Nullable Outgoing connection;

	/** Waiting for an address. */
	private boolean resolving;

	private boolean closed;

	private int attempts;

	private long nextAttemptNanos;

	private long upSinceNanos;

	/**
	 * Takes the first chance to dial, once it is wanted.
	 * @throws IllegalArgumentException if the peer's address is malformed
	 */
	Dialler(TcpContext context, AddressResolver resolver, Peer peer, Lane lane) {
		this.context = context;
		this.resolver = resolver;
		this.peer = peer;
		this.address = HostPort.parse(peer.address());
		this.lane = lane;
		this.backoff = new Backoff(context.options());
		retryAfter(0);
	}

	/** Whether to dial while there is no connection. */
	abstract boolean isWanted();

	/** The connection takes messages now. */
	abstract void onUp(Outgoing connection, TransportListener listener);

	/** The connection is gone, or the attempt to make one has failed. */
	abstract void onDown(boolean wasUp);

	final TcpContext context() {
		return this.context;
	}

	final Peer peer() {
		return this.peer;
	}

	/** The connection if it takes messages. */
	final @Nullable Outgoing upConnection() {
		Outgoing connection = this.connection;
		return (connection != null && connection.isUp()) ? connection : null;
	}

	boolean send(Message message) {
		Outgoing connection = this.connection;
		return connection != null && connection.isUp() && connection.send(message);
	}

	final void flush() {
		if (this.connection != null) {
			this.connection.flush();
		}
	}

	void onTimer(long nowNanos) {
		if (this.connection != null) {
			this.connection.onTimer(nowNanos);
		}
		else if (this.resolving || this.closed || !isWanted()) {
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

	/** The next attempt is to be made as soon as the back-off allows. */
	final void wantAttempt() {
		this.context.wantTimer(this.nextAttemptNanos);
	}

	/** The peer has just connected to us, so it is worth trying now. */
	final void hurry() {
		if (this.connection == null && !this.resolving) {
			retryAfter(0);
		}
	}

	/** Ends it for good; what is queued is lost. */
	final void close() {
		end(upConnection() != null);
	}

	/** Ends it for good, for the node at once; what is queued still leaves. */
	final void leave() {
		end(retire());
	}

	/** Gives up the connection, if it is up, after what is queued. */
	final boolean retire() {
		Outgoing connection = upConnection();
		if (connection == null) {
			return false;
		}
		this.connection = null;
		this.backoff.reset();
		this.context.farewells().add(connection);
		return true;
	}

	final void up(Outgoing connection, TransportListener listener) {
		this.upSinceNanos = System.nanoTime();
		onUp(connection, listener);
	}

	final void lost(boolean wasUp) {
		this.connection = null;
		// One that comes up and breaks at once must not be dialled at full speed for ever
		if (wasUp && System.nanoTime() - this.upSinceNanos >= this.context.options().retryMax().toNanos()) {
			this.backoff.reset();
		}
		retryAfter(this.backoff.afterFailureNanos());
		onDown(wasUp);
	}

	final void refused() {
		this.connection = null;
		retryAfter(this.backoff.afterRefusalNanos());
		onDown(false);
	}

	private void end(boolean wasUp) {
		this.closed = true;
		Outgoing connection = this.connection;
		this.connection = null;
		if (connection != null) {
			connection.close();
		}
		onDown(wasUp);
	}

	private void onAddress(@Nullable InetSocketAddress resolved) {
		this.resolving = false;
		if (this.closed) {
			return;
		}
		if (resolved == null) {
			NodeId id = this.peer.id();
			this.context.warn(null, "Address " + this.address + " of node " + id + " cannot be resolved");
			retryAfter(this.backoff.afterFailureNanos());
			onDown(false);
			return;
		}
		Outgoing connection = new Outgoing(this.context, this, this.peer.id(), this.address, this.lane);
		this.connection = connection;
		connection.dial(resolved, System.nanoTime());
	}

	private void retryAfter(long nanos) {
		this.nextAttemptNanos = System.nanoTime() + nanos;
		this.context.wantTimer(this.nextAttemptNanos);
	}

}
