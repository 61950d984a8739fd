package io.raftboot.core.transport.memory;

import java.util.ArrayDeque;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Lane;

/**
 * Makes the connection for bulk when there is something to send and ends it when there
 * has been nothing for a while. What is sent in the meantime waits for one attempt to
 * connect. Loop thread only.
 */
final class MemoryBulkDialler extends MemoryDialler {

	private final ArrayDeque<Envelope> waiting = new ArrayDeque<>();

	private long waitingBytes;

	private long lastSendNanos;

	MemoryBulkDialler(MemoryNetwork network, MemoryTransport self, Peer peer) {
		super(network, self, peer, Lane.BULK);
	}

	@Override
	boolean isWanted() {
		return !this.waiting.isEmpty();
	}

	@Override
	long idleDeadlineNanos() {
		return this.lastSendNanos + network().options().bulkIdleNanos();
	}

	@Override
	boolean send(Message message) {
		Envelope envelope = new Envelope(message, network());
		this.lastSendNanos = network().nowNanos();
		MemoryConnection connection = upConnection();
		if (connection != null) {
			return connection.add(envelope);
		}
		if (this.waitingBytes + envelope.bytes() > network().options().bulkBytesMax()) {
			return false;
		}
		this.waiting.add(envelope);
		this.waitingBytes += envelope.bytes();
		return true;
	}

	@Override
	void onUp(MemoryConnection connection) {
		for (Envelope envelope : this.waiting) {
			connection.add(envelope);
		}
		this.waiting.clear();
		this.waitingBytes = 0;
		flush();
	}

	@Override
	void onDown(boolean wasUp) {
		onEnd(wasUp);
	}

	@Override
	void onEnd(boolean wasUp) {
		for (int i = 0; i < this.waiting.size(); i++) {
			self().counting().dropped();
		}
		this.waiting.clear();
		this.waitingBytes = 0;
	}

}
