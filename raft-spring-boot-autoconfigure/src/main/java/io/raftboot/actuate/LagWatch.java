package io.raftboot.actuate;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.raftboot.core.node.RaftStatus;

/**
 * Notices that a node applies far less than is committed, and has for a while. Learns of
 * it when asked, so that it takes two questions. For any thread.
 */
final class LagWatch {

	private final long lagMax;

	private final long durationNanos;

	private final LongSupplier nanoClock;

	private boolean behind;

	private long sinceNanos;

	/**
	 * A watch.
	 * @param lagMax most entries, 0 for no limit
	 * @param nanoClock monotonic, in nanoseconds
	 */
	LagWatch(long lagMax, Duration duration, LongSupplier nanoClock) {
		this.lagMax = lagMax;
		this.durationNanos = duration.toNanos();
		this.nanoClock = nanoClock;
	}

	synchronized boolean isFarBehind(RaftStatus status) {
		long committed = Math.max(status.commitIndex(), status.leaderCommitIndex());
		boolean over = this.lagMax > 0L && committed - status.appliedIndex() > this.lagMax;
		long nowNanos = this.nanoClock.getAsLong();
		if (over && !this.behind) {
			this.sinceNanos = nowNanos;
		}
		this.behind = over;
		return over && nowNanos - this.sinceNanos >= this.durationNanos;
	}

}
