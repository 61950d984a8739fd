package io.raftboot.core.log;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;

/**
 * The one small record a node keeps beside its log; replaced as a whole, always forced.
 *
 * @param nodeId whose directory this is
 * @param incarnation number drawn when the directory was made
 * @param clusterId cluster it belongs to, {@link ClusterId#NONE} until known
 * @param hardState term and vote
 * @param durableBatchNumber frames of the log up to this number are known to be on disk
 * @param snapshotIndex index of the newest durable snapshot, 0 for none
 * @param snapshotTerm term of the entry there
 * @param lowestLiveSegment segments of a lower sequence number are dead
 * @param cleanShutdown whether the node closed in order
 */
public record Meta(NodeId nodeId, long incarnation, ClusterId clusterId, HardState hardState, long durableBatchNumber,
		long snapshotIndex, long snapshotTerm, long lowestLiveSegment, boolean cleanShutdown) {

	/** What a new directory starts with. */
	public static Meta initial(NodeId nodeId, long incarnation) {
		return new Meta(nodeId, incarnation, ClusterId.NONE, HardState.INITIAL, 0L, 0L, 0L, 0L, true);
	}

	public Meta withHardState(HardState hardState) {
		return new Meta(this.nodeId, this.incarnation, this.clusterId, hardState, this.durableBatchNumber,
				this.snapshotIndex, this.snapshotTerm, this.lowestLiveSegment, this.cleanShutdown);
	}

	public Meta withClusterId(ClusterId clusterId) {
		return new Meta(this.nodeId, this.incarnation, clusterId, this.hardState, this.durableBatchNumber,
				this.snapshotIndex, this.snapshotTerm, this.lowestLiveSegment, this.cleanShutdown);
	}

	public Meta withDurableBatchNumber(long durableBatchNumber) {
		return new Meta(this.nodeId, this.incarnation, this.clusterId, this.hardState, durableBatchNumber,
				this.snapshotIndex, this.snapshotTerm, this.lowestLiveSegment, this.cleanShutdown);
	}

	/** With a newer durable snapshot. */
	public Meta withSnapshot(long snapshotIndex, long snapshotTerm) {
		return new Meta(this.nodeId, this.incarnation, this.clusterId, this.hardState, this.durableBatchNumber,
				snapshotIndex, snapshotTerm, this.lowestLiveSegment, this.cleanShutdown);
	}

	/** With another lowest live segment. */
	public Meta withLowestLiveSegment(long lowestLiveSegment) {
		return new Meta(this.nodeId, this.incarnation, this.clusterId, this.hardState, this.durableBatchNumber,
				this.snapshotIndex, this.snapshotTerm, lowestLiveSegment, this.cleanShutdown);
	}

	public Meta withCleanShutdown(boolean cleanShutdown) {
		return new Meta(this.nodeId, this.incarnation, this.clusterId, this.hardState, this.durableBatchNumber,
				this.snapshotIndex, this.snapshotTerm, this.lowestLiveSegment, cleanShutdown);
	}

}
