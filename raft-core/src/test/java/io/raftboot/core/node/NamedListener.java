package io.raftboot.core.node;

import java.util.List;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/** Says who a node is before the node itself is there to say it. */
final class NamedListener implements TransportListener {

	private final NodeId self;

	private final TransportListener target;

	boolean started;

	NamedListener(NodeId self, TransportListener target) {
		this.self = self;
		this.target = target;
	}

	@Override
	public Hello hello() {
		return this.started ? this.target.hello()
				: new Hello(RaftNodeOptions.GROUP, ClusterId.NONE, this.self, 0L, 0L, 0L, "", false, List.of());
	}

	@Override
	public @Nullable Refusal check(Hello remote) {
		return this.target.check(remote);
	}

	@Override
	public void onMessage(Message message) {
		this.target.onMessage(message);
	}

	@Override
	public void onConnected(NodeId peer) {
		this.target.onConnected(peer);
	}

	@Override
	public void onDisconnected(NodeId peer) {
		this.target.onDisconnected(peer);
	}

	@Override
	public void onRefused(NodeId peer, Refusal refusal) {
		this.target.onRefused(peer, refusal);
	}

}
