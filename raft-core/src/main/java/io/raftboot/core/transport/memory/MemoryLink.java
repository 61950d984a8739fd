package io.raftboot.core.transport.memory;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Lane;
import org.jspecify.annotations.Nullable;

/** The way to one peer, with a connection for each lane. Loop thread only. */
final class MemoryLink {

	private final Peer peer;

	private final MemoryDialler control;

	private final MemoryDialler bulk;

	MemoryLink(MemoryNetwork network, MemoryTransport self, Peer peer) {
		this.peer = peer;
		this.control = new MemoryControlDialler(network, self, peer);
		this.bulk = new MemoryBulkDialler(network, self, peer);
	}

	boolean isTo(NodeId id) {
		return this.peer.id().equals(id);
	}

	boolean isAt(String address) {
		return this.peer.address().equals(address);
	}

	/** Who made this connection, null if it was not made here or is given up. */
	@Nullable MemoryDialler owner(MemoryConnection connection) {
		if (this.control.owns(connection)) {
			return this.control;
		}
		return this.bulk.owns(connection) ? this.bulk : null;
	}

	int tick(long nowNanos) {
		return this.control.tick(nowNanos) + this.bulk.tick(nowNanos);
	}

	long nextDeadlineNanos() {
		return Math.min(this.control.nextDeadlineNanos(), this.bulk.nextDeadlineNanos());
	}

	/** The peer has just connected to us, so it is worth trying now. */
	void hurry() {
		this.control.hurry();
		this.bulk.hurry();
	}

	boolean send(Message message) {
		return ((Lane.of(message) == Lane.BULK) ? this.bulk : this.control).send(message);
	}

	void flush() {
		this.control.flush();
		this.bulk.flush();
	}

	/** Ends it; what was not flushed is lost. */
	void close() {
		this.control.close();
		this.bulk.close();
	}

	/** Ends it; what is queued still leaves. */
	void leave() {
		this.control.leave();
		this.bulk.leave();
	}

}
