package io.raftboot.core.node;

/**
 * When it is time for the next snapshot. Judged by the distance from the latest one, so
 * that what happens while one is being written counts as well. Loop thread only.
 */
final class SnapshotTriggers {

	/** This part of the bytes that bring a snapshot bring one that costs little. */
	private static final int EARLY_PART = 4;

	/** Costs little: the log has grown by so many times the size of the latest one. */
	private static final int LITTLE_PART = 4;

	private static final long BACK_OFF_NANOS_MIN = 1_000_000_000L;

	private static final long BACK_OFF_NANOS_MAX = 300_000_000_000L;

	private final SnapshotOptions options;

	/** Converted at the start, so that one too long fails there, not in the loop. */
	private final long minIntervalNanos;

	/** Where the distances begin: at the latest snapshot, or at a vain attempt. */
	private long index;

	private long nanos;

	private long logBytes;

	private long snapshotBytes;

	/** From here on the number of entries counts, and a part of the bytes. */
	private long earliestNanos;

	private long backOffNanos = BACK_OFF_NANOS_MIN;

	private boolean backingOff;

	private boolean lost;

	private long retryNanos;

	/**
	 * Begins with what a start has found.
	 * @param index index of the latest snapshot, 0 for none
	 * @param snapshotBytes its size, 0 if there is none
	 * @param ageNanos its age, 0 if there is none
	 */
	SnapshotTriggers(SnapshotOptions options, long index, long snapshotBytes, long ageNanos, long nowNanos) {
		this.snapshotBytes = snapshotBytes;
		this.options = options;
		this.minIntervalNanos = options.minInterval().toNanos();
		this.index = index;
		this.nanos = nowNanos - Math.max(0L, Math.min(ageNanos, options.interval().toNanos()));
		this.earliestNanos = nowNanos;
	}

	/**
	 * Whether to take one now.
	 * @param logBytes all that was ever written to the log
	 */
	boolean isDue(long appliedIndex, long logBytes, long nowNanos) {
		if (this.backingOff && nowNanos - this.retryNanos < 0) {
			return false;
		}
		if (this.lost || appliedIndex <= this.index) {
			return this.lost;
		}
		return (this.options.entries() > 0 && appliedIndex - this.index >= this.options.entries()
				&& nowNanos - this.earliestNanos >= 0)
				|| (this.options.logBytes() > 0 && isDueByBytes(logBytes - this.logBytes, nowNanos))
				|| (!this.options.interval().isZero() && nowNanos - this.nanos >= this.options.interval().toNanos());
	}

	/**
	 * Early where it costs little, so that the log is short and goes on in old files
	 * soon.
	 */
	private boolean isDueByBytes(long grownBytes, long nowNanos) {
		return grownBytes >= this.options.logBytes() || (grownBytes >= this.options.logBytes() / EARLY_PART
				&& grownBytes / LITTLE_PART >= this.snapshotBytes && nowNanos - this.earliestNanos >= 0);
	}

	/** There is a snapshot of this index and size now, own or received. */
	void taken(long index, long snapshotBytes, long logBytes, long nowNanos) {
		this.snapshotBytes = snapshotBytes;
		restart(index, logBytes, nowNanos);
		this.earliestNanos = nowNanos + this.minIntervalNanos;
		this.backOffNanos = BACK_OFF_NANOS_MIN;
		this.backingOff = false;
		this.lost = false;
	}

	/** The latest one is no good: there must be another, whatever the limits. */
	void lost() {
		this.lost = true;
	}

	/** It cannot be done: not asked again before the next limit is passed. */
	void impossible(long index, long logBytes, long nowNanos) {
		this.lost = false;
		restart(index, logBytes, nowNanos);
	}

	/** It failed, which may pass: tried again after a while, a longer one each time. */
	void failed(long nowNanos) {
		this.backingOff = true;
		this.retryNanos = nowNanos + this.backOffNanos;
		this.backOffNanos = Math.min(2 * this.backOffNanos, BACK_OFF_NANOS_MAX);
	}

	private void restart(long index, long logBytes, long nowNanos) {
		this.index = Math.max(this.index, index);
		this.nanos = nowNanos;
		this.logBytes = logBytes;
	}

}
