package io.raftboot.core.transport.memory;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Lane;

/**
 * Keeps up the connection for everything but bulk, which is the one the node hears of.
 * Loop thread only.
 */
final class MemoryControlDialler extends MemoryDialler {

	MemoryControlDialler(MemoryNetwork network, MemoryTransport self, Peer peer) {
		super(network, self, peer, Lane.CONTROL);
	}

	@Override
	boolean isWanted() {
		return true;
	}

	@Override
	void onUp(MemoryConnection connection) {
		self().listener().onConnected(peer().id());
	}

	@Override
	void onDown(boolean wasUp) {
		if (wasUp) {
			self().listener().onDisconnected(peer().id());
		}
	}

	@Override
	void onEnd(boolean wasUp) {
		if (wasUp) {
			self().disconnected(peer().id());
		}
	}

	@Override
	boolean send(Message message) {
		MemoryConnection connection = upConnection();
		return connection != null && connection.add(new Envelope(message, network()));
	}

}
