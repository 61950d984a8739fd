package io.raftboot.core.transport.tcp;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.TransportListener;

/**
 * Keeps up the connection for everything but bulk, which is the one the node hears of.
 * Loop thread only.
 */
final class ControlDialler extends Dialler {

	ControlDialler(TcpContext context, AddressResolver resolver, Peer peer) {
		super(context, resolver, peer, Lane.CONTROL);
	}

	@Override
	boolean isWanted() {
		return true;
	}

	@Override
	void onUp(Outgoing connection, TransportListener listener) {
		listener.onConnected(peer().id());
	}

	@Override
	void onDown(boolean wasUp) {
		if (wasUp) {
			NodeId id = peer().id();
			context().arrived((listener) -> listener.onDisconnected(id));
		}
	}

}
