package io.raftboot.core.log;

/**
 * How a {@link FileStorage} works.
 *
 * @param segmentBytes size of a segment file, header included
 * @param inBackground whether segments are made and deleted on threads of their own;
 * otherwise by the writer when it needs it, for simulations on one thread
 * @param measureForce whether opening measures how long a force takes
 */
public record FileStorageOptions(long segmentBytes, boolean inBackground, boolean measureForce) {

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
		return new FileStorageOptions(segmentBytes, this.inBackground, this.measureForce);
	}

	public FileStorageOptions withInBackground(boolean inBackground) {
		return new FileStorageOptions(this.segmentBytes, inBackground, this.measureForce);
	}

	public FileStorageOptions withMeasureForce(boolean measureForce) {
		return new FileStorageOptions(this.segmentBytes, this.inBackground, measureForce);
	}

}
