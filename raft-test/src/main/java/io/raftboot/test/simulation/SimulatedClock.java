package io.raftboot.test.simulation;

import io.raftboot.core.node.NodeClock;

/**
 * A node's clocks: the monotonic one runs a little fast or slow, the wall clock is wrong
 * and jumps.
 */
final class SimulatedClock implements NodeClock {

	private static final long EPOCH_MILLIS = 1_700_000_000_000L;

	private final Timeline timeline;

	private final double rate;

	private final long originNanos;

	private long wallOffsetMillis;

	/**
	 * Clocks.
	 * @param rate nanoseconds of the monotonic clock per simulated one
	 * @param originNanos what it showed at the beginning
	 */
	SimulatedClock(Timeline timeline, double rate, long originNanos) {
		this.timeline = timeline;
		this.rate = rate;
		this.originNanos = originNanos;
	}

	@Override
	public long nanoTime() {
		return this.originNanos + (long) (this.timeline.nowNanos() * this.rate);
	}

	@Override
	public long currentTimeMillis() {
		return EPOCH_MILLIS + this.timeline.nowNanos() / 1_000_000L + this.wallOffsetMillis;
	}

	void jump(long millis) {
		this.wallOffsetMillis += millis;
	}

	/** How much simulated time passes until the monotonic clock has moved on so far. */
	long simulatedNanos(long nanos) {
		double simulated = Math.ceil(nanos / this.rate);
		return (simulated >= Long.MAX_VALUE / 4) ? Long.MAX_VALUE / 4 : (long) simulated + 1;
	}

}
