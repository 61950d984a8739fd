package io.raftboot.spring;

/**
 * Published to the application context when this node has failed and takes part no more:
 * its disk or its state machine failed, or an invariant broke. The application goes on
 * without it until it is restarted. See {@link RaftLeaderChangedEvent} for when and how.
 *
 * @param nodeId this node
 * @param reason what happened
 */
public record RaftNodeFailedEvent(String nodeId, String reason) {

}
