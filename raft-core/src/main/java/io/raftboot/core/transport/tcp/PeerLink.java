package io.raftboot.core.transport.tcp;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * The way to one peer, as long as the node wants it: a connection that is kept up, and a
 * second one for bulk when there is any. When the keys of TLS are replaced, a successor
 * is dialled with the new ones; the connection stays until that one is up, so that keys
 * which nobody accepts cost nothing but a warning. Loop thread only.
 */
final class PeerLink {

	private final TcpContext context;

	private final AddressResolver resolver;

	private final Peer peer;

	private ControlDialler control;

	private @Nullable ControlDialler successor;

	/** By whose connection the node was told that it can reach the peer. */
	private @Nullable ControlDialler told;

	private @Nullable Dialler bulk;

	PeerLink(TcpContext context, AddressResolver resolver, Peer peer) {
		this.context = context;
		this.resolver = resolver;
		this.peer = peer;
		this.control = new ControlDialler(context, resolver, peer, this);
	}

	Peer peer() {
		return this.peer;
	}

	boolean isTo(NodeId id) {
		return this.peer.id().equals(id);
	}

	boolean send(Message message) {
		return ((Lane.of(message) == Lane.BULK) ? bulk() : this.control).send(message);
	}

	void flush() {
		this.control.flush();
		if (this.bulk != null) {
			this.bulk.flush();
		}
	}

	void onTimer(long nowNanos) {
		renew();
		this.control.onTimer(nowNanos);
		if (this.successor != null) {
			this.successor.onTimer(nowNanos);
		}
		if (this.bulk != null) {
			this.bulk.onTimer(nowNanos);
		}
	}

	/** The peer has just connected to us, so it is worth trying now. */
	void hurry() {
		this.control.hurry();
		if (this.successor != null) {
			this.successor.hurry();
		}
		if (this.bulk != null) {
			this.bulk.hurry();
		}
	}

	/** Ends it for good; what is queued is lost. */
	void close() {
		endSuccessor();
		this.control.close();
		if (this.bulk != null) {
			this.bulk.close();
		}
	}

	/** Ends it for good, for the node at once; what is queued still leaves. */
	void leave() {
		endSuccessor();
		this.control.leave();
		if (this.bulk != null) {
			this.bulk.leave();
		}
	}

	/** A control connection takes messages. */
	void up(ControlDialler dialler, TransportListener listener) {
		ControlDialler former = this.control;
		if (dialler == this.successor) {
			this.control = dialler;
			this.successor = null;
		}
		// What was sent on the former one may be lost: the peer closes it
		if (this.told != null) {
			listener.onDisconnected(this.peer.id());
		}
		this.told = dialler;
		listener.onConnected(this.peer.id());
		if (former != dialler) {
			former.leave();
		}
	}

	/** A control connection that took messages is gone. */
	void down(ControlDialler dialler, TransportListener listener) {
		if (this.told == dialler) {
			this.told = null;
			listener.onDisconnected(this.peer.id());
		}
	}

	private void renew() {
		ControlDialler successor = this.successor;
		if (successor != null && this.control.upConnection() == null) {
			// The peer closed the connection first
			this.control.close();
			this.control = successor;
			this.successor = null;
		}
		else if (successor == null && this.control.isOutdated()) {
			this.successor = new ControlDialler(this.context, this.resolver, this.peer, this);
		}
	}

	private void endSuccessor() {
		if (this.successor != null) {
			this.successor.close();
			this.successor = null;
		}
	}

	private Dialler bulk() {
		Dialler bulk = this.bulk;
		if (bulk == null) {
			bulk = new BulkDialler(this.context, this.resolver, this.peer);
			this.bulk = bulk;
		}
		return bulk;
	}

}
