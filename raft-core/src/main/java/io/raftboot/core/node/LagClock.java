package io.raftboot.core.node;

/**
 * When this leader's log reached which index: tells for how long a peer has been without
 * what it does not have. Keeps a few samples, the older the farther apart, so that what
 * it answers is a little too short, never too long. Loop thread only.
 */
final class LagClock {

	private static final int SAMPLES_MAX = 128;

	private final long[] indexes = new long[SAMPLES_MAX];

	private final long[] nanos = new long[SAMPLES_MAX];

	private int size;

	/** From time to time; forgets everything when the node does not lead. */
	void tick(boolean leads, long lastIndex, long nowNanos) {
		if (!leads) {
			this.size = 0;
		}
		else if (this.size == 0 || lastIndex > this.indexes[this.size - 1]) {
			if (this.size == SAMPLES_MAX) {
				remove(mostDispensable(nowNanos));
			}
			this.indexes[this.size] = lastIndex;
			this.nanos[this.size] = nowNanos;
			this.size++;
		}
	}

	/** The one between the neighbours that are closest to each other for their age. */
	private int mostDispensable(long nowNanos) {
		int found = 1;
		double least = Double.MAX_VALUE;
		for (int i = 1; i < SAMPLES_MAX - 1; i++) {
			double gap = (double) (this.nanos[i + 1] - this.nanos[i - 1]) / (nowNanos - this.nanos[i]);
			if (gap < least) {
				least = gap;
				found = i;
			}
		}
		return found;
	}

	private void remove(int sample) {
		this.size--;
		System.arraycopy(this.indexes, sample + 1, this.indexes, sample, this.size - sample);
		System.arraycopy(this.nanos, sample + 1, this.nanos, sample, this.size - sample);
	}

	/** Time since the log first went beyond this index, 0 if it does not. */
	long lagNanos(long matchIndex, long nowNanos) {
		if (this.size == 0 || this.indexes[this.size - 1] <= matchIndex) {
			return 0L;
		}
		int first = this.size - 1;
		while (first > 0 && this.indexes[first - 1] > matchIndex) {
			first--;
		}
		return nowNanos - this.nanos[first];
	}

}
