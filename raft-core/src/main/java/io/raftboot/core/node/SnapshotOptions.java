package io.raftboot.core.node;

import java.time.Duration;

/**
 * When snapshots are taken and how they travel. One is taken as soon as any of the limits
 * is passed by what was applied since the one before.
 *
 * @param entries entries applied since the latest snapshot, 0 for no such limit
 * @param minInterval how old the latest snapshot is at least when the entries bring
 * another one, or a part of the bytes, zero for any age; all bytes bring one at any time
 * @param logBytes bytes of the log on disk, 0 for no such limit; a quarter of them where
 * that is four times the size of the latest snapshot, or more
 * @param interval time since the latest snapshot, if anything was applied; zero for no
 * such limit
 * @param trailingEntries entries in front of a snapshot that stay in the log, for
 * followers that are a little behind
 * @param sendBytesPerSecond how fast snapshots leave this node, and the gap behind them
 * is closed, all peers together; 0 for no limit
 * @param retained how many snapshots are kept, at least 1
 */
public record SnapshotOptions(long entries, Duration minInterval, long logBytes, Duration interval,
		long trailingEntries, long sendBytesPerSecond, int retained) {

	/** 100,000 entries but a second, 256 MiB of log, or an hour; 8 MiB/s. */
	public static final SnapshotOptions DEFAULTS = new SnapshotOptions(100_000L, Duration.ofSeconds(1), 256L << 20,
			Duration.ofHours(1), 10_000L, 8L << 20, 2);

	private static final int SPARE_SEGMENTS_MAX = 64;

	public SnapshotOptions {
		if (entries < 0 || minInterval.isNegative() || logBytes < 0 || interval.isNegative() || trailingEntries < 0
				|| sendBytesPerSecond < 0 || retained < 1) {
			throw new IllegalArgumentException("Limits of snapshots must not be negative, and one must be retained");
		}
	}

	/** The same with other limits for taking one. */
	public SnapshotOptions withLimits(long entries, long logBytes, Duration interval) {
		return new SnapshotOptions(entries, this.minInterval, logBytes, interval, this.trailingEntries,
				this.sendBytesPerSecond, this.retained);
	}

	/** The same with another least time between two. */
	public SnapshotOptions withMinInterval(Duration minInterval) {
		return new SnapshotOptions(this.entries, minInterval, this.logBytes, this.interval, this.trailingEntries,
				this.sendBytesPerSecond, this.retained);
	}

	public SnapshotOptions withTrailingEntries(long trailingEntries) {
		return new SnapshotOptions(this.entries, this.minInterval, this.logBytes, this.interval, trailingEntries,
				this.sendBytesPerSecond, this.retained);
	}

	/**
	 * How many segments of this size that a snapshot lets go are kept: as many as the log
	 * needs until the next one, if its bytes are what brings that, and half as many again
	 * for what is written while a snapshot is. There are never more than the log once
	 * held at a time.
	 */
	int spareSegments(int segmentBytes) {
		long growthBytes = (this.logBytes > 0) ? this.logBytes : DEFAULTS.logBytes;
		return (int) Math.min(SPARE_SEGMENTS_MAX, 1L + growthBytes * 3 / 2 / segmentBytes);
	}

}
