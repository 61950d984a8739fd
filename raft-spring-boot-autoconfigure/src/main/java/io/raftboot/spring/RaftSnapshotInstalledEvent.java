package io.raftboot.spring;

import org.jspecify.annotations.Nullable;

/**
 * Published to the application context when another node's snapshot took the place of
 * this node's log and state: caches of that state are outdated. See
 * {@link RaftLeaderChangedEvent} for when and how.
 *
 * @param nodeId this node
 * @param index index of the last entry the snapshot covers
 * @param term term of that entry
 * @param from id of the leader that sent it, null when unknown
 */
public record RaftSnapshotInstalledEvent(String nodeId, long index, long term, @Nullable String from) {

}
