package io.raftboot.core.transport;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/** What a transport tells its node. Always called on the node's loop thread. */
public interface TransportListener {

	/** How this node introduces itself now. */
	Hello hello();

	/** Whether the other side is welcome: null, or why not. */
	@Nullable Refusal check(Hello remote);

	/**
	 * A message arrived from a peer that was welcomed. Must not throw. The memory of
	 * entries is the transport's again when this returns; everything else may be kept.
	 */
	void onMessage(Message message);

	/** Messages to this peer have a way now: the control connection is up. */
	void onConnected(NodeId peer);

	/** The way to this peer is gone; what was sent lately may be lost. */
	void onDisconnected(NodeId peer);

	/**
	 * The peer would not have us, whoever dialled and on whichever connection; or, with
	 * {@link Refusal.Code#WRONG_NODE}, somebody else answers at its address.
	 */
	void onRefused(NodeId peer, Refusal refusal);

}
