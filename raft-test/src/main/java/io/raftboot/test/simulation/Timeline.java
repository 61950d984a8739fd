package io.raftboot.test.simulation;

import java.util.PriorityQueue;

/**
 * Simulated time and what is to happen in it. What is due at the same time happens in the
 * order in which it was asked for.
 */
final class Timeline {

	private final PriorityQueue<Moment> moments = new PriorityQueue<>();

	private long nowNanos;

	private long nextNumber;

	long nowNanos() {
		return this.nowNanos;
	}

	/** Has this happen then, or now if that is over. */
	void at(long nanos, Runnable event) {
		this.moments.add(new Moment(Math.max(nanos, this.nowNanos), this.nextNumber++, event));
	}

	void after(long nanos, Runnable event) {
		at(this.nowNanos + nanos, event);
	}

	/** When the next event is due; {@link Long#MAX_VALUE} if there is none. */
	long nextNanos() {
		Moment next = this.moments.peek();
		return (next != null) ? next.nanos() : Long.MAX_VALUE;
	}

	/** Moves on to the next event and has it happen. */
	void step() {
		Moment next = this.moments.remove();
		this.nowNanos = next.nanos();
		next.event().run();
	}

	private record Moment(long nanos, long number, Runnable event) implements Comparable<Moment> {

		@Override
		public int compareTo(Moment other) {
			int byTime = Long.compare(this.nanos, other.nanos);
			return (byTime != 0) ? byTime : Long.compare(this.number, other.number);
		}

	}

}
