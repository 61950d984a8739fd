package io.raftboot.core.protocol;

/**
 * The largest of the things that are being waited for, and what its size adds to the
 * patience of who waits: tens of megabytes take their time on a disk or a link that is
 * fine. Nothing is added for usual sizes.
 */
final class LargestWait {

	/** Up to here no patience is added. */
	private static final long USUAL_BYTES_MAX = 1L << 20;

	/** Of 16 MiB in a second. */
	private static final long NANOS_PER_BYTE = 60L;

	private long bytes;

	/** Place of the latest large one. */
	private long place;

	/**
	 * Something more is waited for.
	 * @param place where it stands; grows
	 */
	void add(long place, long bytes) {
		if (bytes > USUAL_BYTES_MAX) {
			this.bytes = Math.max(this.bytes, bytes);
			this.place = place;
		}
	}

	/** Nothing up to this place is waited for any more. */
	void reached(long place) {
		if (place >= this.place) {
			clear();
		}
	}

	/** Nothing is waited for any more. */
	void clear() {
		this.bytes = 0L;
	}

	long extraNanos() {
		return Math.max(0L, this.bytes - USUAL_BYTES_MAX) * NANOS_PER_BYTE;
	}

}
