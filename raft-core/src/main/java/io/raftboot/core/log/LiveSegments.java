package io.raftboot.core.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The segments the log consists of, in the order they were written. Changed by the
 * writer; count and bytes may be asked by any thread.
 * <p>
 * Each of them starts with a frame at its base index, except the last one and one that
 * was left empty: there the next one starts at the same index or below.
 */
final class LiveSegments {

	private final List<Segment> segments;

	/** The last one at the start, whose file may have been smaller than it gets. */
	private final Segment found;

	private final long foundBytes;

	private volatile int count;

	private volatile long bytes;

	private volatile long writtenBytes;

	/**
	 * Segments that were found.
	 * @param lastBytes size the last of them may grow to
	 */
	LiveSegments(List<Segment> segments, long lastBytes) {
		this.found = segments.get(segments.size() - 1);
		this.foundBytes = lastBytes;
		this.segments = new ArrayList<>(segments);
		measure();
		this.writtenBytes = this.bytes;
	}

	int count() {
		return this.count;
	}

	long bytes() {
		return this.bytes;
	}

	/** Those of deleted segments included. */
	long writtenBytes() {
		return this.writtenBytes;
	}

	void add(Segment segment) {
		this.segments.add(segment);
		this.writtenBytes += segment.fileBytes();
		measure();
	}

	boolean isFirst(Segment segment) {
		return this.segments.get(0) == segment;
	}

	/**
	 * The latest segment the log can begin with so that it still holds this entry. All
	 * later ones start above it: so none of them overrides an entry in front of this
	 * segment, which would leave a gap.
	 * @param index an entry of the log
	 */
	Segment firstFor(long index) {
		int first = this.segments.size() - 1;
		while (first > 0 && this.segments.get(first).header().baseIndex() > index) {
			first--;
		}
		return this.segments.get(first);
	}

	/** Lets go of all segments before this one; returns them, the oldest first. */
	List<Segment> removeBefore(Segment first) {
		List<Segment> head = this.segments.subList(0, this.segments.indexOf(first));
		List<Segment> removed = List.copyOf(head);
		head.clear();
		measure();
		return removed;
	}

	private void measure() {
		long sum = 0;
		for (Segment segment : this.segments) {
			sum += (segment == this.found) ? this.foundBytes : segment.fileBytes();
		}
		this.bytes = sum;
		this.count = this.segments.size();
	}

}
