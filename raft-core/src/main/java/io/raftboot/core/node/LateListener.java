package io.raftboot.core.node;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the node's desk while the transport binds: only then is the address known
 * with which the rest of the node is put together. Nothing arrives before the first poll.
 */
final class LateListener implements TransportListener {

	private @Nullable TransportListener target;

	void target(TransportListener target) {
		this.target = target;
	}

	private TransportListener target() {
		if (this.target == null) {
			throw new IllegalStateException("The transport was polled before the node was put together");
		}
		return this.target;
	}

	@Override
	public Hello hello() {
		return target().hello();
	}

	@Override
	public @Nullable Refusal check(Hello remote) {
		return target().check(remote);
	}

	@Override
	public void onMessage(Message message) {
		target().onMessage(message);
	}

	@Override
	public void onConnected(NodeId peer) {
		target().onConnected(peer);
	}

	@Override
	public void onDisconnected(NodeId peer) {
		target().onDisconnected(peer);
	}

	@Override
	public void onRefused(NodeId peer, Refusal refusal) {
		target().onRefused(peer, refusal);
	}

}
