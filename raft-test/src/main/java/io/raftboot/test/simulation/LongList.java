package io.raftboot.test.simulation;

import java.util.Arrays;

/** Numbers in a row; what was never set is 0. */
final class LongList {

	private long[] values = new long[64];

	private int size;

	int size() {
		return this.size;
	}

	long get(long position) {
		return (position >= 0 && position < this.size) ? this.values[(int) position] : 0L;
	}

	void set(long position, long value) {
		int index = Math.toIntExact(position);
		if (index >= this.values.length) {
			this.values = Arrays.copyOf(this.values, Math.max(index + 1, 2 * this.values.length));
		}
		this.values[index] = value;
		this.size = Math.max(this.size, index + 1);
	}

	/** Forgets everything from this position on. */
	void cut(long position) {
		int from = (int) Math.max(0, Math.min(position, this.size));
		Arrays.fill(this.values, from, this.size, 0L);
		this.size = from;
	}

}
