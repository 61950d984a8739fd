package io.raftboot.core.node;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.SnapshotMeta;
import org.jspecify.annotations.Nullable;

/** One thing for the log writer to make durable; exactly one of the values is set. */
final class WriteItem extends MpscQueue.Linked {

	/** Number to report, 0 for none. */
	final long writeNumber;

	final @Nullable EntryBatch batch;

	final @Nullable HardState hardState;

	final @Nullable ClusterId clusterId;

	/** A durable snapshot to take note of. */
	final @Nullable SnapshotMeta snapshot;

	/**
	 * With a snapshot: entries below this are let go, 0 to drop the whole log.
	 */
	final long firstIndexToKeep;

	private WriteItem(long writeNumber, @Nullable EntryBatch batch, @Nullable HardState hardState,
			@Nullable ClusterId clusterId) {
		this(writeNumber, batch, hardState, clusterId, null, 0L);
	}

	private WriteItem(long writeNumber, @Nullable EntryBatch batch, @Nullable HardState hardState,
			@Nullable ClusterId clusterId, @Nullable SnapshotMeta snapshot, long firstIndexToKeep) {
		this.snapshot = snapshot;
		this.firstIndexToKeep = firstIndexToKeep;
		this.writeNumber = writeNumber;
		this.batch = batch;
		this.hardState = hardState;
		this.clusterId = clusterId;
	}

	static WriteItem append(long writeNumber, EntryBatch batch) {
		return new WriteItem(writeNumber, batch, null, null);
	}

	static WriteItem persist(long writeNumber, HardState hardState) {
		return new WriteItem(writeNumber, null, hardState, null);
	}

	static WriteItem clusterId(ClusterId clusterId) {
		return new WriteItem(0L, null, null, clusterId);
	}

	/** Own snapshot: shorten the log. */
	static WriteItem compact(SnapshotMeta snapshot, long firstIndexToKeep) {
		return new WriteItem(0L, null, null, null, snapshot, firstIndexToKeep);
	}

	/** Another node's snapshot: replace the log. */
	static WriteItem install(long writeNumber, SnapshotMeta snapshot) {
		return new WriteItem(writeNumber, null, null, null, snapshot, 0L);
	}

}
