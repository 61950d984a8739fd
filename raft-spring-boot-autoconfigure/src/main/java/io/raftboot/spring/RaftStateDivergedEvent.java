package io.raftboot.spring;

import io.raftboot.core.model.Divergence;

/**
 * Published to the application context when the states of nodes are found to differ, or
 * more is known of it. See {@link RaftLeaderChangedEvent} for when and how.
 *
 * @param nodeId this node
 * @param divergence what differs, and where; the same on every node
 * @param verdict what it means for this node
 */
public record RaftStateDivergedEvent(String nodeId, Divergence divergence, Divergence.Verdict verdict) {

}
