package io.raftboot.spring;

import org.jspecify.annotations.Nullable;

/**
 * Published to the application context when this node learned of another leader, or lost
 * the one it had. Never before the application is ready, in order with the other events,
 * on a thread of the node, the first ones on the thread that starts the application: a
 * slow listener delays later events and the end of the start, not the node. Of what waits
 * for a slow listener the latest {@value io.raftboot.core.node.RaftEvents#QUEUE_MAX}
 * events are kept.
 *
 * @param nodeId this node
 * @param leader id of the leader, null when unknown
 * @param term the term
 */
public record RaftLeaderChangedEvent(String nodeId, @Nullable String leader, long term) {

	/** Whether this node is the leader. */
	public boolean isLocal() {
		return this.nodeId.equals(this.leader);
	}

}
