package io.raftboot.core.node;

import io.raftboot.core.model.EntryBatch;

/**
 * Tells whether the loop may write itself what it has offered the log writer: only
 * little, and only while nobody is expected who would have to wait behind its disk. Loop
 * only.
 */
final class LittleWrites {

	/** With more, the loop has better to do while the disk works. */
	private static final int ENTRIES_MAX = 32;

	private static final long BYTES_MAX = 128 << 10;

	/** The same is true of what it offered in earlier turns. */
	private static final long UNCOMMITTED_MAX = 32L;

	/** After so long without any more reads are not expected soon. */
	private static final long READS_PAST_NANOS = 2_000_000L;

	private int items;

	private int entries;

	private long bytes;

	private boolean rare;

	private long readNanos;

	LittleWrites(long nowNanos) {
		this.readNanos = nowNanos;
	}

	/** The log writer was given this. */
	void offered(WriteItem item) {
		this.items++;
		EntryBatch batch = item.batch;
		if (batch == null) {
			this.rare = true;
		}
		else {
			this.entries += batch.count();
			this.bytes += batch.byteSize();
		}
	}

	/**
	 * A read came here, or another node asked for the quick answer that its reads need; a
	 * mere sign of life looks the same now and then.
	 */
	void read(long nowNanos) {
		this.readNanos = nowNanos;
	}

	/** Whether anything was offered since this was last decided. */
	boolean isAnyOffered() {
		return this.items > 0;
	}

	/** Decides, and begins anew. */
	boolean takeMayWrite(long uncommitted, long nowNanos) {
		boolean may = !this.rare && this.entries <= ENTRIES_MAX && this.bytes <= BYTES_MAX
				&& uncommitted <= UNCOMMITTED_MAX && nowNanos - this.readNanos > READS_PAST_NANOS;
		this.items = 0;
		this.entries = 0;
		this.bytes = 0L;
		this.rare = false;
		return may;
	}

}
