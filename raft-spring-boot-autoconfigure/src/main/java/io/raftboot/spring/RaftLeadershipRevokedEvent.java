package io.raftboot.spring;

import io.raftboot.core.model.FencingToken;

/**
 * Published to the application context when a leadership of this node is over, exactly
 * once for each {@link RaftLeadershipGrantedEvent}. After a pause of the process it comes
 * when the node runs again, when others may have led for long: only
 * {@link RaftLeadership#isLeader()} is never late. See {@link RaftLeaderChangedEvent} for
 * when and how.
 *
 * @param nodeId this node
 * @param token number of the leadership that is over
 */
public record RaftLeadershipRevokedEvent(String nodeId, FencingToken token) {

}
