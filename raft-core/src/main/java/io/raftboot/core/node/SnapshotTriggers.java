package io.raftboot.core.node;

/**
 * When it is time for the next snapshot. Judged by the distance from the latest one, so
 * that what happens while one is being written counts as well. Loop thread only.
 */
final class SnapshotTriggers {

	private static final long BACK_OFF_NANOS_MIN = 1_000_000_000L;

	private static final long BACK_OFF_NANOS_MAX = 300_000_000_000L;

	private final SnapshotOptions options;

	/** Converted at the start, so that one too long fails there, not in the loop. */
	private final long minIntervalNanos;

	/** Where the distances begin: at the latest snapshot, or at a vain attempt. */
	private long index;

	private long nanos;

	private long logBytes;

	/** From here on the number of entries counts. */
	private long entriesNanos;

	private long backOffNanos = BACK_OFF_NANOS_MIN;

	private boolean backingOff;

	private boolean lost;

	private long retryNanos;

	/**
	 * Begins with what a start has found.
	 * @param index index of the latest snapshot, 0 for none
	 * @param ageNanos its age, 0 if there is none
	 */
	SnapshotTriggers(SnapshotOptions options, long index, long ageNanos, long nowNanos) {
		this.options = options;
		this.minIntervalNanos = options.minInterval().toNanos();
		this.index = index;
		this.nanos = nowNanos - Math.max(0L, Math.min(ageNanos, options.interval().toNanos()));
		this.entriesNanos = nowNanos;
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
				&& nowNanos - this.entriesNanos >= 0)
				|| (this.options.logBytes() > 0 && logBytes - this.logBytes >= this.options.logBytes())
				|| (!this.options.interval().isZero() && nowNanos - this.nanos >= this.options.interval().toNanos());
	}

	/** There is a snapshot of this index now, own or received. */
	void taken(long index, long logBytes, long nowNanos) {
		restart(index, logBytes, nowNanos);
		this.entriesNanos = nowNanos + this.minIntervalNanos;
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
