package io.raftboot.core.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;

import io.raftboot.core.model.EntryBatch;

/**
 * Builds frames in one direct buffer that is used again and again: copying the entries
 * once costs less than a gathering write of many small buffers. For one thread.
 */
final class FrameEncoder {

	private static final int BYTES_MIN = 256 * 1024;

	/** What one big frame needed beyond this is given back after it. */
	private static final int BYTES_KEPT_MAX = 8 * 1024 * 1024;

	/** Of the memory, and the largest of a file. */
	private static final int BLOCK_BYTES = 4096;

	private static final byte[] ZEROS = new byte[BLOCK_BYTES];

	private final CRC32C crc = new CRC32C();

	private ByteBuffer staging = allocate(BYTES_MIN);

	private int chain;

	/**
	 * The frame of these batches and the zeros behind it, valid until the next call.
	 * @param offsetInBlock where in a block of the file it will begin, and begins in the
	 * buffer
	 * @param chain checksum of the frame before
	 */
	ByteBuffer encode(List<EntryBatch> batches, int frameBytes, int offsetInBlock, int zerosBehind, long batchNumber,
			long syncedThroughBatch, int chain) {
		int bytes = frameBytes + zerosBehind;
		ByteBuffer staging = staging(offsetInBlock + bytes);
		ByteBuffer target = staging.slice(offsetInBlock, bytes).order(ByteOrder.LITTLE_ENDIAN);
		target.position(FrameHeader.BYTES);
		int count = 0;
		for (int i = 0; i < batches.size(); i++) {
			EntryBatch batch = batches.get(i);
			batch.copyTo(target);
			count += batch.count();
		}
		FrameHeader.put(target, frameBytes, batchNumber, batches.get(0).firstIndex(), count, syncedThroughBatch, chain,
				this.crc);
		this.crc.reset();
		this.crc.update(target.limit(frameBytes).position(0));
		this.chain = (int) this.crc.getValue();
		if (zerosBehind > 0) {
			target.limit(bytes).put(frameBytes, ZEROS, 0, zerosBehind);
		}
		return staging.limit(offsetInBlock + bytes).position(offsetInBlock);
	}

	/** Checksum of the frame encoded last. */
	int chain() {
		return this.chain;
	}

	private ByteBuffer staging(int bytes) {
		int capacity = this.staging.capacity();
		if (bytes > capacity) {
			this.staging = allocate((bytes > BYTES_KEPT_MAX) ? bytes : Integer.highestOneBit(bytes - 1) << 1);
		}
		else if (capacity > BYTES_KEPT_MAX && bytes <= BYTES_KEPT_MAX) {
			this.staging = allocate(BYTES_MIN);
			return staging(bytes);
		}
		return this.staging.clear();
	}

	private static ByteBuffer allocate(int bytes) {
		int blocks = (bytes + BLOCK_BYTES - 1) & -BLOCK_BYTES;
		return ByteBuffer.allocateDirect(blocks + BLOCK_BYTES).alignedSlice(BLOCK_BYTES).slice(0, blocks);
	}

}
