package io.raftboot.core.node;

import io.raftboot.core.model.EntryBatch;

/**
 * Tells whether the loop may write itself what it has offered the log writer: only
 * little, and only while nobody is expected who would have to wait behind its disk. The
 * leader waits for the disk of a follower, which has little else to do meanwhile; a
 * leader has. So a follower's disk may be slower too. Loop only.
 */
final class LittleWrites {

	/** More takes a disk so long that the next entries had better be read meanwhile. */
	private static final long BYTES_MAX = 256 << 10;

	/** With more, the loop of a leader has better to do while the disk works. */
	private static final int FEW_ENTRIES_MAX = 32;

	private static final long LEADER_BYTES_MAX = 128 << 10;

	/** The same is true of what it offered in earlier turns. */
	private static final long LEADER_UNCOMMITTED_MAX = 32L;

	/** A disk that is slower than that is worth two hand-overs to a leader. */
	private static final long LEADER_FORCE_NANOS_MAX = 500_000L;

	/** With a slower one the loop would be away for too long. */
	private static final long FORCE_NANOS_MAX = 2_000_000L;

	/** After so long without any more reads are not expected soon. */
	private static final long READS_PAST_NANOS = 2_000_000L;

	private int items;

	private int entries;

	private long bytes;

	private boolean rare;

	private long readNanos;

	LittleWrites(long nowNanos) {
		this.readNanos = nowNanos;
	}

	/** The log writer was given this. */
	void offered(WriteItem item) {
		this.items++;
		EntryBatch batch = item.batch;
		if (batch == null) {
			this.rare = true;
		}
		else {
			this.entries += batch.count();
			this.bytes += batch.byteSize();
		}
	}

	/**
	 * A read came here, or another node asked for the quick answer that its reads need; a
	 * mere sign of life looks the same now and then.
	 */
	void read(long nowNanos) {
		this.readNanos = nowNanos;
	}

	/** Whether reads are expected, which are quicker than a disk. */
	boolean isReading(long nowNanos) {
		return nowNanos - this.readNanos <= READS_PAST_NANOS;
	}

	/** Whether anything was offered since this was last decided. */
	boolean isAnyOffered() {
		return this.items > 0;
	}

	/** Whether that is more entries than a leader writes on its loop. */
	boolean isMany() {
		return this.entries > FEW_ENTRIES_MAX;
	}

	/**
	 * Decides for a leader, and begins anew.
	 * @return how long forces may usually take for the loop to write, 0 if it is not to
	 */
	long takeLeaderForceNanosMax(long uncommitted, long nowNanos) {
		boolean idle = !isMany() && this.bytes <= LEADER_BYTES_MAX && uncommitted <= LEADER_UNCOMMITTED_MAX;
		return (takeMayWrite(nowNanos) && idle) ? LEADER_FORCE_NANOS_MAX : 0L;
	}

	/**
	 * Decides for any other node, and begins anew.
	 * @return how long forces may usually take for the loop to write, 0 if it is not to
	 */
	long takeForceNanosMax(long nowNanos) {
		return takeMayWrite(nowNanos) ? FORCE_NANOS_MAX : 0L;
	}

	private boolean takeMayWrite(long nowNanos) {
		boolean may = !this.rare && this.bytes <= BYTES_MAX && !isReading(nowNanos);
		this.items = 0;
		this.entries = 0;
		this.bytes = 0L;
		this.rare = false;
		return may;
	}

}
