package io.raftboot.sample;

import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** When the writes of one client were acknowledged. For any thread. */
final class WriteTimes {

	private final NavigableSet<Long> acknowledgedNanos = new ConcurrentSkipListSet<>();

	/** One is acknowledged now. */
	void add() {
		this.acknowledgedNanos.add(System.nanoTime());
	}

	/** Waits until there are that many more. */
	void await(int count) {
		int target = this.acknowledgedNanos.size() + count;
		ProcessCluster.await(count + " writes").until(() -> this.acknowledgedNanos.size() >= target);
	}

	/**
	 * The longest time without one between the last before the one moment and the first
	 * after the other.
	 */
	long longestGapNanos(long startNanos, long endNanos) {
		long longest = 0;
		long before = this.acknowledgedNanos.floor(startNanos);
		for (long nanos : this.acknowledgedNanos.subSet(before, false, this.acknowledgedNanos.ceiling(endNanos),
				true)) {
			longest = Math.max(longest, nanos - before);
			before = nanos;
		}
		return longest;
	}

}
