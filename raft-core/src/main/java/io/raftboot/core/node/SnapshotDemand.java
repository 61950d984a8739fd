package io.raftboot.core.node;

import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.SnapshotMeta;

/**
 * A caller that waits for a snapshot.
 *
 * @param index what was applied when it asked: any snapshot from there on will do
 * @param answer its future
 */
record SnapshotDemand(long index, CompletableFuture<SnapshotMeta> answer) {
}
