package io.raftboot.core.transport.tcp;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Lane;
import org.jspecify.annotations.Nullable;

/**
 * The way to one peer, as long as the node wants it: a connection that is kept up, and a
 * second one for bulk when there is any. Loop thread only.
 */
final class PeerLink {

	private final TcpContext context;

	private final AddressResolver resolver;

	private final Peer peer;

	private final Dialler control;

	private @Nullable Dialler bulk;

	PeerLink(TcpContext context, AddressResolver resolver, Peer peer) {
		this.context = context;
		this.resolver = resolver;
		this.peer = peer;
		this.control = new ControlDialler(context, resolver, peer);
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
		this.control.onTimer(nowNanos);
		if (this.bulk != null) {
			this.bulk.onTimer(nowNanos);
		}
	}

	/** The peer has just connected to us, so it is worth trying now. */
	void hurry() {
		this.control.hurry();
		if (this.bulk != null) {
			this.bulk.hurry();
		}
	}

	/** Ends it for good; what is queued is lost. */
	void close() {
		this.control.close();
		if (this.bulk != null) {
			this.bulk.close();
		}
	}

	/** Ends it for good, for the node at once; what is queued still leaves. */
	void leave() {
		this.control.leave();
		if (this.bulk != null) {
			this.bulk.leave();
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
