package io.raftboot.test.scenario;

import io.raftboot.core.model.NodeId;

/**
 * A snapshot file on its way to a peer; in scripts a message called {@code Snapshot}.
 *
 * @param from the leader
 * @param term its term
 * @param snapshot the file
 */
record SnapshotTransfer(NodeId from, long term, NodeSnapshot snapshot) {
}
