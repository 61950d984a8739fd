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
 * @param membershipIndex index of the configuration it knows, 0 before it has one: tells
 * a node that was removed from one that the other side has not heard of yet
 * @param address {@code host:port} where it is reached as far as it knows, empty if it
 * does not: the other side may know an older one, or none
 * @param joining whether it has no cluster and wants to enter the other side's
 */
public record Hello(String group, ClusterId clusterId, NodeId nodeId, long incarnation, long peersHash,
		long membershipIndex, String address, boolean joining) {
}
