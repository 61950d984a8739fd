package io.raftboot.core.log;

import java.util.Arrays;

/**
 * Finds the frame of an index: a point about every 64 KiB of log, at the first frame of
 * each segment and at each frame that overrides, whose first index drops all points from
 * there on. So the frames that follow a point hold, in order and without a gap, the
 * entries up to the next point. The writer adds a frame after its bytes are written; what
 * readers find here is therefore whole.
 */
final class FrameIndex {

	static final int BYTES_PER_POINT = 64 * 1024;

	private static final int POINTS_MIN = 64;

	private long[] indexes = new long[POINTS_MIN];

	private long[] offsets = new long[POINTS_MIN];

	private Segment[] segments = new Segment[POINTS_MIN];

	private int size;

	private long firstIndex;

	private long removals;

	private volatile long lastIndex;

	FrameIndex(long firstIndex) {
		this.firstIndex = firstIndex;
		this.lastIndex = firstIndex - 1;
	}

	/** Makes a frame known that is completely written. */
	synchronized void add(long firstIndex, long lastIndex, Segment segment, long offset) {
		boolean override = firstIndex <= this.lastIndex;
		if (override) {
			this.removals++;
			while (this.size > 0 && this.indexes[this.size - 1] >= firstIndex) {
				this.segments[--this.size] = null;
			}
		}
		if (override || this.size == 0 || this.segments[this.size - 1] != segment
				|| offset - this.offsets[this.size - 1] >= BYTES_PER_POINT) {
			addPoint(firstIndex, segment, offset);
		}
		this.lastIndex = lastIndex;
	}

	/** Forgets what is below an index at which a segment starts. */
	synchronized void compactTo(long firstIndex) {
		this.removals++;
		this.firstIndex = firstIndex;
		int dropped = pointOf(firstIndex);
		int capacity = Math.max(POINTS_MIN, this.size - dropped);
		this.indexes = Arrays.copyOfRange(this.indexes, dropped, dropped + capacity);
		this.offsets = Arrays.copyOfRange(this.offsets, dropped, dropped + capacity);
		this.segments = Arrays.copyOfRange(this.segments, dropped, dropped + capacity);
		this.size -= dropped;
	}

	/** Forgets everything; the next entry is the one with this index. */
	synchronized void reset(long firstIndex) {
		this.removals++;
		this.firstIndex = firstIndex;
		this.lastIndex = firstIndex - 1;
		this.indexes = new long[POINTS_MIN];
		this.offsets = new long[POINTS_MIN];
		this.segments = new Segment[POINTS_MIN];
		this.size = 0;
	}

	/**
	 * Where to walk from for this index.
	 * @throws IndexOutOfBoundsException if it is not in the log
	 */
	synchronized Span find(long index) {
		if (index < this.firstIndex || index > this.lastIndex) {
			throw new IndexOutOfBoundsException(
					"Entry " + index + " of a log " + this.firstIndex + ".." + this.lastIndex);
		}
		int point = pointOf(index);
		long last = (point + 1 < this.size) ? this.indexes[point + 1] - 1 : this.lastIndex;
		return new Span(this.segments[point], this.offsets[point], last);
	}

	synchronized long firstIndex() {
		return this.firstIndex;
	}

	long lastIndex() {
		return this.lastIndex;
	}

	/** How often entries went away; a reader that sees it change starts again. */
	synchronized long removals() {
		return this.removals;
	}

	/** Number of points. */
	synchronized int points() {
		return this.size;
	}

	/** Points it has room for, which is what this index costs. */
	synchronized int capacity() {
		return this.indexes.length;
	}

	/** The last point at or below this index. */
	private int pointOf(long index) {
		int found = Arrays.binarySearch(this.indexes, 0, this.size, index);
		return (found >= 0) ? found : -found - 2;
	}

	private void addPoint(long index, Segment segment, long offset) {
		if (this.size == this.indexes.length) {
			this.indexes = Arrays.copyOf(this.indexes, this.size * 2);
			this.offsets = Arrays.copyOf(this.offsets, this.size * 2);
			this.segments = Arrays.copyOf(this.segments, this.size * 2);
		}
		this.indexes[this.size] = index;
		this.offsets[this.size] = offset;
		this.segments[this.size++] = segment;
	}

	/**
	 * Frames in a row without a gap.
	 *
	 * @param segment where they lie
	 * @param offset of the first of them
	 * @param lastIndex up to which they are valid
	 */
	record Span(Segment segment, long offset, long lastIndex) {
	}

}
