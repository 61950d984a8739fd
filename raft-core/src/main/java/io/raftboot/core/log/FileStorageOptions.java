package io.raftboot.core.log;

/**
 * How a {@link FileStorage} works.
 *
 * @param segmentBytes size of a segment file, header included
 * @param prepareInBackground whether the next segment is made on a thread of its own;
 * otherwise by the writer when it needs it, for simulations on one thread
 * @param measureForce whether opening measures how long a force takes
 */
public record FileStorageOptions(long segmentBytes, boolean prepareInBackground, boolean measureForce) {

	/** 16 MiB segments, prepared in the background; forces measured. */
	public static final FileStorageOptions DEFAULTS = new FileStorageOptions(16L * 1024 * 1024, true, true);

	/** Smallest segment: its header and as much for frames. */
	public static final long SEGMENT_BYTES_MIN = 2L * SegmentHeader.BYTES;

	public FileStorageOptions {
		if (segmentBytes < SEGMENT_BYTES_MIN || segmentBytes > Integer.MAX_VALUE) {
			throw new IllegalArgumentException("Segments of " + segmentBytes + " bytes; they take " + SEGMENT_BYTES_MIN
					+ " to " + Integer.MAX_VALUE);
		}
	}

	public FileStorageOptions withSegmentBytes(long segmentBytes) {
		return new FileStorageOptions(segmentBytes, this.prepareInBackground, this.measureForce);
	}

	public FileStorageOptions withPrepareInBackground(boolean prepareInBackground) {
		return new FileStorageOptions(this.segmentBytes, prepareInBackground, this.measureForce);
	}

	public FileStorageOptions withMeasureForce(boolean measureForce) {
		return new FileStorageOptions(this.segmentBytes, this.prepareInBackground, measureForce);
	}

}
