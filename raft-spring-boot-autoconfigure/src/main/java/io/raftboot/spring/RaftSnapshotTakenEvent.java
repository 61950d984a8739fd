package io.raftboot.spring;

/**
 * Published to the application context when a snapshot of this node's own state is
 * durable. See {@link RaftLeaderChangedEvent} for when and how.
 *
 * @param nodeId this node
 * @param index index of the last entry it covers
 * @param term term of that entry
 * @param bytes its size
 * @param millis how long it took, from the capture on
 */
public record RaftSnapshotTakenEvent(String nodeId, long index, long term, long bytes, long millis) {

}
