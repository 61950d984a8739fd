package io.raftboot.core.node;

import io.raftboot.core.model.EntryBatch;

/** How much the loop has offered the log writer since it last asked. Loop only. */
final class WriteLoad {

	private int entries;

	private long bytes;

	private boolean rare;

	void add(WriteItem item) {
		EntryBatch batch = item.batch;
		if (batch == null) {
			this.rare = true;
		}
		else {
			this.entries += batch.count();
			this.bytes += batch.byteSize();
		}
	}

	/** Whether it was nothing but entries, and no more than that; begins anew. */
	boolean takeIsWithin(int entriesMax, long bytesMax) {
		boolean within = !this.rare && this.entries <= entriesMax && this.bytes <= bytesMax;
		this.entries = 0;
		this.bytes = 0L;
		this.rare = false;
		return within;
	}

}
