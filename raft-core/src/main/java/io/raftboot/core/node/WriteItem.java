package io.raftboot.core.node;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import org.jspecify.annotations.Nullable;

/** One thing for the log writer to make durable; exactly one of the values is set. */
final class WriteItem extends MpscQueue.Linked {

	/** Number to report, 0 for none. */
	final long writeNumber;

	final @Nullable EntryBatch batch;

	final @Nullable HardState hardState;

	final @Nullable ClusterId clusterId;

	private WriteItem(long writeNumber, @Nullable EntryBatch batch, @Nullable HardState hardState,
			@Nullable ClusterId clusterId) {
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

}
