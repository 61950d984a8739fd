package io.raftboot.core.log;

/**
 * How a {@link FileStorage} works.
 *
 * @param segmentBytes size of a segment file, header included
 * @param inBackground whether segments are made and deleted on threads of their own;
 * otherwise by the writer when it needs it, for simulations on one thread
 * @param measureForce whether opening measures how long a force takes
 * @param spareSegments how many files of segments that are out of the log are kept to be
 * used again, 0 for none: the log writes over them instead of asking the disk for more
 */
public record FileStorageOptions(long segmentBytes, boolean inBackground, boolean measureForce, int spareSegments) {

	/** As many as a node keeps by default. */
	private static final int SPARE_SEGMENTS = 25;

	/** 16 MiB segments, prepared in the background; forces measured; 25 spare ones. */
	public static final FileStorageOptions DEFAULTS = new FileStorageOptions(16L * 1024 * 1024, true, true,
			SPARE_SEGMENTS);

	/** Smallest segment: its header and as much for frames. */
	public static final long SEGMENT_BYTES_MIN = 2L * SegmentHeader.BYTES;

	public FileStorageOptions {
		if (segmentBytes < SEGMENT_BYTES_MIN || segmentBytes > Integer.MAX_VALUE) {
			throw new IllegalArgumentException("Segments of " + segmentBytes + " bytes; they take " + SEGMENT_BYTES_MIN
					+ " to " + Integer.MAX_VALUE);
		}
		if (spareSegments < 0) {
			throw new IllegalArgumentException(spareSegments + " spare segments; at least 0");
		}
	}

	public FileStorageOptions withSegmentBytes(long segmentBytes) {
		return new FileStorageOptions(segmentBytes, this.inBackground, this.measureForce, this.spareSegments);
	}

	public FileStorageOptions withInBackground(boolean inBackground) {
		return new FileStorageOptions(this.segmentBytes, inBackground, this.measureForce, this.spareSegments);
	}

	public FileStorageOptions withMeasureForce(boolean measureForce) {
		return new FileStorageOptions(this.segmentBytes, this.inBackground, measureForce, this.spareSegments);
	}

	public FileStorageOptions withSpareSegments(int spareSegments) {
		return new FileStorageOptions(this.segmentBytes, this.inBackground, this.measureForce, spareSegments);
	}

}
