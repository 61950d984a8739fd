package io.raftboot.core.log;

/**
 * Remembers how long the latest forces took. The log writer tells it, any thread asks;
 * nobody holds it for longer than it takes to look at {@value #FORCES_MAX} numbers.
 */
final class ForceTimes {

	/** As many forces are remembered, so that fast ones soon outweigh a slow one. */
	static final int FORCES_MAX = 32;

	/** What is older says nothing of the disk as it is now. */
	static final long AGE_NANOS_MAX = 60_000_000_000L;

	private final long[] endedNanos = new long[FORCES_MAX];

	private final long[] tookNanos = new long[FORCES_MAX];

	private int next;

	private int count;

	private boolean underWay;

	private long begunNanos;

	/**
	 * Also with the first write that goes past the cache: the force has less to do then.
	 */
	synchronized void begin(long nowNanos) {
		if (!this.underWay) {
			this.underWay = true;
			this.begunNanos = nowNanos;
		}
	}

	/** Nothing was written after all. */
	synchronized void drop() {
		this.underWay = false;
	}

	/** How long the one that ends took. */
	synchronized long end(long nowNanos) {
		long took = nowNanos - this.begunNanos;
		this.underWay = false;
		this.endedNanos[this.next] = nowNanos;
		this.tookNanos[this.next] = took;
		this.next = (this.next + 1) % FORCES_MAX;
		this.count = Math.min(this.count + 1, FORCES_MAX);
		return took;
	}

	synchronized RecentForces recent(long nowNanos) {
		int forces = this.underWay ? 1 : 0;
		long nanos = this.underWay ? nowNanos - this.begunNanos : 0L;
		for (int i = 0; i < this.count; i++) {
			if (nowNanos - this.endedNanos[i] <= AGE_NANOS_MAX) {
				forces++;
				nanos += this.tookNanos[i];
			}
		}
		return (forces > 0) ? new RecentForces(forces, nanos / forces) : RecentForces.NONE;
	}

}
