package io.raftboot.core.node;

import java.util.Arrays;

/** When something happened up to an index: a queue of pairs, by growing index. */
final class IndexTimes {

	private long[] indexes = new long[16];

	private long[] nanos = new long[16];

	private int first;

	private int size;

	/** What is there of this index and above is forgotten: it happens again. */
	void add(long index, long nanoTime) {
		while (this.size > 0 && this.indexes[slot(this.size - 1)] >= index) {
			this.size--;
		}
		if (this.size == this.indexes.length) {
			grow();
		}
		int slot = slot(this.size++);
		this.indexes[slot] = index;
		this.nanos[slot] = nanoTime;
	}

	/** Whether the first index is at most this one. */
	boolean reaches(long index) {
		return this.size > 0 && this.indexes[this.first] <= index;
	}

	/** The time of the first index, which must be there, and is then there no more. */
	long remove() {
		long nanoTime = this.nanos[this.first];
		this.first = slot(1);
		this.size--;
		return nanoTime;
	}

	void clear() {
		this.size = 0;
	}

	private int slot(int position) {
		return (this.first + position) & (this.indexes.length - 1);
	}

	private void grow() {
		int length = this.indexes.length;
		long[] longer = Arrays.copyOf(this.indexes, 2 * length);
		long[] longerNanos = Arrays.copyOf(this.nanos, 2 * length);
		for (int i = 0; i < length; i++) {
			longer[i] = this.indexes[slot(i)];
			longerNanos[i] = this.nanos[slot(i)];
		}
		this.indexes = longer;
		this.nanos = longerNanos;
		this.first = 0;
	}

}
