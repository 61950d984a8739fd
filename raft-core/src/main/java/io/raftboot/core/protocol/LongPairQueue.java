package io.raftboot.core.protocol;

import java.util.Arrays;

/**
 * A first-in-first-out queue of pairs of longs in a ring that grows when it must: no
 * object per pair.
 */
final class LongPairQueue {

	private long[] keys = new long[16];

	private long[] values = new long[16];

	private int head;

	private int size;

	void add(long key, long value) {
		if (this.size == this.keys.length) {
			grow();
		}
		int at = at(this.size);
		this.keys[at] = key;
		this.values[at] = value;
		this.size++;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	int size() {
		return this.size;
	}

	/** Key of the oldest pair. */
	long firstKey() {
		return this.keys[this.head];
	}

	/** Value of the oldest pair. */
	long firstValue() {
		return this.values[this.head];
	}

	void removeFirst() {
		this.head = at(1);
		this.size--;
	}

	void clear() {
		this.size = 0;
	}

	/** Lowers every value that is above this one. */
	void capValues(long highest) {
		for (int i = 0; i < this.size; i++) {
			int at = at(i);
			this.values[at] = Math.min(this.values[at], highest);
		}
	}

	private int at(int position) {
		return (this.head + position) & (this.keys.length - 1);
	}

	private void grow() {
		this.keys = rotated(this.keys);
		this.values = rotated(this.values);
		this.head = 0;
	}

	private long[] rotated(long[] ring) {
		long[] larger = Arrays.copyOf(ring, 2 * ring.length);
		int tail = ring.length - this.head;
		System.arraycopy(ring, this.head, larger, 0, tail);
		System.arraycopy(ring, 0, larger, tail, this.head);
		return larger;
	}

}
