package io.raftboot.core.node;

/**
 * How fast snapshots leave a node, and the entries that follow them, all peers together:
 * a bucket that fills with time and may be overdrawn by one piece. Loop thread only.
 */
final class SendRate {

	private static final int PIECE_BYTES_MIN = 16 << 10;

	private final long bytesPerSecond;

	/** At most a fiftieth of a second is saved up: bursts delay the writes of others. */
	private final long bytesMax;

	private long bytes;

	private long filledNanos;

	/**
	 * A rate.
	 * @param bytesPerSecond 0 for no limit
	 */
	SendRate(long bytesPerSecond, long nowNanos) {
		this.bytesPerSecond = bytesPerSecond;
		this.bytesMax = Math.max(1L, bytesPerSecond / 50);
		this.bytes = this.bytesMax;
		this.filledNanos = nowNanos;
	}

	/** How much is best sent at once, so that it leaves evenly. */
	int pieceBytes(int bytesMax) {
		return (this.bytesPerSecond == 0L) ? bytesMax
				: (int) Math.min(bytesMax, Math.max(PIECE_BYTES_MIN, this.bytesPerSecond / 64));
	}

	/** How long nothing may be sent, 0 if something may be now. */
	long waitNanos(long nowNanos) {
		if (this.bytesPerSecond == 0L) {
			return 0L;
		}
		fill(nowNanos);
		return (this.bytes > 0L) ? 0L : nanosFor(1L - this.bytes);
	}

	/** So much was sent. */
	void sent(int bytes) {
		if (this.bytesPerSecond > 0L) {
			this.bytes -= bytes;
		}
	}

	private void fill(long nowNanos) {
		double filled = (nowNanos - this.filledNanos) / 1e9 * this.bytesPerSecond;
		if (filled >= 1.0) {
			this.bytes = Math.min(this.bytesMax, this.bytes + (long) Math.min(filled, Long.MAX_VALUE / 4));
			this.filledNanos = nowNanos;
		}
	}

	private long nanosFor(long bytes) {
		return Math.max(1L, (long) (bytes * 1e9 / this.bytesPerSecond));
	}

}
