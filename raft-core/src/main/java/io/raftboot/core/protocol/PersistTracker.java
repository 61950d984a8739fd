package io.raftboot.core.protocol;

/**
 * Numbers the writes handed to the disk and knows which are durable. What a write of
 * entries may claim is bound to its number, never to (term, index): an entry that was
 * written, overwritten and written again with the same term and index is durable only
 * when the last of these writes is. A truncation therefore lowers what all earlier writes
 * may still claim.
 */
final class PersistTracker {

	/** Outstanding appends: write number and the last index it may claim. */
	private final LongPairQueue appends = new LongPairQueue();

	private final LargestWait largest = new LargestWait();

	private long lastWrite;

	private long persistedWrite;

	private long lastHardStateWrite;

	private long durableIndex;

	/** When writes became outstanding, or when the latest one was reported. */
	private long progressNanos;

	PersistTracker(long durableIndex) {
		this.durableIndex = durableIndex;
	}

	/** The number for a write of entries up to this index. */
	long appending(long lastIndex, long bytes, long nowNanos) {
		long write = next(nowNanos);
		this.largest.add(write, bytes);
		this.appends.add(write, lastIndex);
		return write;
	}

	/** The number for a write of term and vote. */
	long hardState(long nowNanos) {
		this.lastHardStateWrite = next(nowNanos);
		return this.lastHardStateWrite;
	}

	private long next(long nowNanos) {
		if (this.lastWrite == this.persistedWrite) {
			this.progressNanos = nowNanos;
		}
		return ++this.lastWrite;
	}

	void truncateFrom(long index) {
		this.appends.capValues(index - 1);
		this.durableIndex = Math.min(this.durableIndex, index - 1);
	}

	/**
	 * The number for replacing the log by a snapshot that is durable itself: what earlier
	 * writes were about is gone.
	 */
	long installing(long index, long nowNanos) {
		this.appends.clear();
		this.durableIndex = index;
		return next(nowNanos);
	}

	/** This write and all before it are durable. */
	void persisted(long writeNumber, long nowNanos) {
		Invariant.check(writeNumber <= this.lastWrite, "Only writes that were asked for become durable", writeNumber,
				this.lastWrite);
		if (writeNumber <= this.persistedWrite) {
			return;
		}
		this.persistedWrite = writeNumber;
		this.largest.reached(writeNumber);
		this.progressNanos = nowNanos;
		while (!this.appends.isEmpty() && this.appends.firstKey() <= writeNumber) {
			this.durableIndex = Math.max(this.durableIndex, this.appends.firstValue());
			this.appends.removeFirst();
		}
	}

	boolean isPersisted(long writeNumber) {
		return writeNumber <= this.persistedWrite;
	}

	/** Whether the latest term and vote are durable. */
	boolean isHardStatePersisted() {
		return isPersisted(this.lastHardStateWrite);
	}

	/** Up to here the log is durable. */
	long durableIndex() {
		return this.durableIndex;
	}

	boolean isWaiting() {
		return this.lastWrite != this.persistedWrite;
	}

	/** When the disk counts as stalled unless it reports something before. */
	long stalledAtNanos(long patienceNanos) {
		return this.progressNanos + patienceNanos + this.largest.extraNanos();
	}

	/** Whether writes have been waiting for so long without any progress. */
	boolean isStalled(long nowNanos, long patienceNanos) {
		return isWaiting() && nowNanos - stalledAtNanos(patienceNanos) >= 0;
	}

}
