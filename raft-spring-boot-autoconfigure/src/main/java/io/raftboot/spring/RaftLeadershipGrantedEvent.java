package io.raftboot.spring;

import io.raftboot.core.model.FencingToken;

/**
 * Published to the application context when this node may act as the only leader: it has
 * applied what was committed before, and every earlier leadership is over by the clock of
 * whoever had it. Exactly once per term. See {@link RaftLeaderChangedEvent} for when and
 * how; {@link RaftLeadership} tells whether it still holds.
 *
 * @param nodeId this node
 * @param token number of this leadership, greater than every earlier one
 */
public record RaftLeadershipGrantedEvent(String nodeId, FencingToken token) {

}
