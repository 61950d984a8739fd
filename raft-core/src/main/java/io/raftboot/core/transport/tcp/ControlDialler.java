package io.raftboot.core.transport.tcp;

import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.TransportListener;

/**
 * Keeps up the connection for everything but bulk, which is the one the node hears of.
 * Loop thread only.
 */
final class ControlDialler extends Dialler {

	private final PeerLink link;

	/**
	 * @param link told of connections and losses
	 */
	ControlDialler(TcpContext context, AddressResolver resolver, Peer peer, PeerLink link) {
		super(context, resolver, peer, Lane.CONTROL);
		this.link = link;
	}

	/** Whether its connection was made with keys that have been replaced. */
	boolean isOutdated() {
		Outgoing connection = upConnection();
		return connection != null && connection.isOutdated();
	}

	@Override
	boolean isWanted() {
		return true;
	}

	@Override
	void onUp(Outgoing connection, TransportListener listener) {
		this.link.up(this, listener);
	}

	@Override
	void onDown(boolean wasUp) {
		if (wasUp) {
			context().arrived((listener) -> this.link.down(this, listener));
		}
	}

}
