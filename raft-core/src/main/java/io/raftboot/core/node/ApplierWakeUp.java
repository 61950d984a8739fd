package io.raftboot.core.node;

/**
 * When the applier is woken for what it was handed: at once if somebody here waits for
 * that. Where nobody does, as on a follower whose callers are elsewhere, now and then for
 * all that came meanwhile: waking a thread takes longer than applying what a round of the
 * disks has brought. Loop only.
 */
final class ApplierWakeUp {

	/** As long as a leader may keep a commit index to itself, at most. */
	static final long INTERVAL_NANOS = 2_000_000L;

	private final Runnable wakeUp;

	private final NodeClock clock;

	private boolean due;

	private long wokenNanos;

	ApplierWakeUp(Runnable wakeUp, NodeClock clock) {
		this.wakeUp = wakeUp;
		this.clock = clock;
		this.wokenNanos = clock.nanoTime() - INTERVAL_NANOS;
	}

	/** It has more to do than before. */
	void handed() {
		this.due = true;
	}

	/**
	 * Wakes it, unless it may wait.
	 * @param awaited whether somebody waits for what it does
	 */
	void advance(boolean awaited) {
		if (!this.due) {
			return;
		}
		if (!awaited) {
			long nowNanos = this.clock.nanoTime();
			if (nowNanos - this.wokenNanos < INTERVAL_NANOS) {
				return;
			}
			this.wokenNanos = nowNanos;
		}
		this.due = false;
		this.wakeUp.run();
	}

	/** How long the loop may sleep before it looks again; any time if it need not. */
	long waitNanos(long nowNanos) {
		return this.due ? this.wokenNanos + INTERVAL_NANOS - nowNanos : Long.MAX_VALUE;
	}

}
