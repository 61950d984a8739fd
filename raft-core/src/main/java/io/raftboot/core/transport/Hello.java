package io.raftboot.core.transport;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.NodeId;

/**
 * What each side says of itself before anything else.
 *
 * @param group name of the Raft group
 * @param clusterId its cluster, {@link ClusterId#NONE} before bootstrap
 * @param nodeId who speaks
 * @param incarnation number of its data directory
 * @param peersHash hash of the peer list it was started with; compared while neither side
 * has a cluster
 */
public record Hello(String group, ClusterId clusterId, NodeId nodeId, long incarnation, long peersHash) {
}
