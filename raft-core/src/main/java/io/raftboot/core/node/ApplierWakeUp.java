package io.raftboot.core.node;

import java.util.function.LongPredicate;

/**
 * When the applier is woken for what it was handed: at once if somebody here waits for
 * that. Where nobody does, as on a follower whose callers are elsewhere, now and then for
 * all that came meanwhile: waking a thread takes longer than applying what a round of the
 * disks has brought. So the loop applies what is little itself. Loop only.
 */
final class ApplierWakeUp {

	/** As long as a leader may keep a commit index to itself, at most. */
	static final long INTERVAL_NANOS = 2_000_000L;

	/** More are for the applier's thread. */
	static final long LITTLE_ENTRIES_MAX = 256L;

	/** A state machine that is slower is, too. */
	private static final long LITTLE_NANOS_MAX = 200_000L;

	/** {@link SharedRunner#runOrWake} of the applier. */
	private final LongPredicate applier;

	private final NodeClock clock;

	private boolean due;

	private long entries;

	private boolean fromDisk;

	private long wokenNanos;

	ApplierWakeUp(LongPredicate applier, NodeClock clock) {
		this.applier = applier;
		this.clock = clock;
		this.wokenNanos = clock.nanoTime() - INTERVAL_NANOS;
	}

	/**
	 * It has more to do than before.
	 * @param fromDisk whether it has to read entries for that
	 */
	void handed(long entries, boolean fromDisk) {
		this.due = true;
		this.entries += entries;
		this.fromDisk |= fromDisk;
	}

	/**
	 * Wakes it, unless it may wait; does its work here if that is little.
	 * @param awaited whether somebody waits for what it does
	 * @param mayRun whether the loop has the time, and entries are all there is
	 * @return false if the caller is not the loop any more
	 */
	boolean advance(boolean awaited, boolean mayRun) {
		if (!this.due) {
			return true;
		}
		if (!awaited) {
			long nowNanos = this.clock.nanoTime();
			if (nowNanos - this.wokenNanos < INTERVAL_NANOS) {
				return true;
			}
			this.wokenNanos = nowNanos;
		}
		boolean little = mayRun && this.entries <= LITTLE_ENTRIES_MAX && !this.fromDisk;
		this.due = false;
		this.entries = 0L;
		this.fromDisk = false;
		return this.applier.test(little ? LITTLE_NANOS_MAX : 0L);
	}

	/** How long the loop may sleep before it looks again; any time if it need not. */
	long waitNanos(long nowNanos) {
		return this.due ? this.wokenNanos + INTERVAL_NANOS - nowNanos : Long.MAX_VALUE;
	}

}
