package io.raftboot.core.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * What stands in front of the entries of one append, little-endian:
 * {@code u32 magic | u32
 * frameBytes | u64 batchNumber | u64 firstIndex | u32 count | u32 flags | u64
 * syncedThroughBatch | u32 chain | u32 headerCrc}. The checksum covers all before it, so
 * that the length can be trusted before it is used, and a damaged body can still be named
 * by its indexes.
 *
 * @param frameBytes size of header and entries
 * @param batchNumber consecutive over all frames and segments
 * @param firstIndex index of the first entry; at or below the last one it overrides
 * @param count number of entries
 * @param flags 0 in this version
 * @param syncedThroughBatch frame that was known durable when this one was built
 * @param chain CRC32C of the whole frame before, so that stale bytes never fit
 */
record FrameHeader(int frameBytes, long batchNumber, long firstIndex, int count, int flags, long syncedThroughBatch,
		int chain) {

	static final int BYTES = 48;

	private static final int MAGIC = 0x46524252;

	private static final int CRC = BYTES - 4;

	/** Writes a header at position 0 of this buffer. */
	static void put(ByteBuffer target, int frameBytes, long batchNumber, long firstIndex, int count,
			long syncedThroughBatch, int chain, CRC32C crc) {
		target.putInt(0, MAGIC).putInt(4, frameBytes).putLong(8, batchNumber).putLong(16, firstIndex);
		target.putInt(24, count).putInt(28, 0).putLong(32, syncedThroughBatch).putInt(40, chain);
		crc.reset();
		crc.update(target.limit(CRC).position(0));
		target.limit(target.capacity());
		target.putInt(CRC, (int) crc.getValue());
	}

	/**
	 * The header at this offset of a heap buffer, {@code null} if there is no good one.
	 */
	static @Nullable FrameHeader read(ByteBuffer source, int offset, CRC32C crc) {
		if (source.getInt(offset) != MAGIC) {
			return null;
		}
		crc.reset();
		crc.update(source.array(), source.arrayOffset() + offset, CRC);
		if (source.getInt(offset + CRC) != (int) crc.getValue()) {
			return null;
		}
		return new FrameHeader(source.getInt(offset + 4), source.getLong(offset + 8), source.getLong(offset + 16),
				source.getInt(offset + 24), source.getInt(offset + 28), source.getLong(offset + 32),
				source.getInt(offset + 40));
	}

	/** Index of the last entry. */
	long lastIndex() {
		return this.firstIndex + this.count - 1;
	}

}
