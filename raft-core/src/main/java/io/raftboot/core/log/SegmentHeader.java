package io.raftboot.core.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The first block of a segment, little-endian: {@code u32 magic | u32 version | u64
 * sequence | u64 baseIndex | u64 previousTerm | u64 firstBatchNumber | u32 previousChain |
 * u16 + node id | zeros | u32 crc32c} of all before. It is forced before the file gets
 * its name, so a named segment without a good header is damaged, never torn.
 *
 * @param sequence number of the segment, never used twice
 * @param baseIndex lowest index the segment may hold
 * @param previousTerm term of the entry before {@code baseIndex}, 0 if there is none
 * @param firstBatchNumber number of the first frame
 * @param previousChain chain value of the frame before the first one
 * @param nodeId whose log it is
 */
record SegmentHeader(long sequence, long baseIndex, long previousTerm, long firstBatchNumber, int previousChain,
		String nodeId) {

	/** Size of the block; frames start behind it. */
	static final int BYTES = 4096;

	static final int VERSION = 1;

	private static final int MAGIC = 0x53475252;

	private static final int CRC = BYTES - 4;

	ByteBuffer encode() {
		ByteBuffer block = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
		block.putInt(MAGIC).putInt(VERSION).putLong(this.sequence).putLong(this.baseIndex).putLong(this.previousTerm);
		block.putLong(this.firstBatchNumber).putInt(this.previousChain);
		byte[] id = this.nodeId.getBytes(StandardCharsets.UTF_8);
		block.putShort((short) id.length).put(id);
		return block.putInt(CRC, checksum(block, 0)).clear();
	}

	/**
	 * Version of the block that starts at this offset of a heap buffer.
	 * @throws IllegalArgumentException saying what is wrong with it
	 */
	static int version(ByteBuffer source, int offset) {
		if (source.getInt(offset) != MAGIC) {
			throw new IllegalArgumentException("it does not start like a segment");
		}
		if (source.getInt(offset + CRC) != checksum(source, offset)) {
			throw new IllegalArgumentException("the checksum of the segment header differs");
		}
		return source.getInt(offset + 4);
	}

	/** Reads a block of {@link #VERSION}. */
	static SegmentHeader decode(ByteBuffer source, int offset) {
		ByteBuffer block = source.slice(offset, CRC).order(ByteOrder.LITTLE_ENDIAN).position(8);
		long sequence = block.getLong();
		long baseIndex = block.getLong();
		long previousTerm = block.getLong();
		long firstBatchNumber = block.getLong();
		int previousChain = block.getInt();
		byte[] id = new byte[block.getShort()];
		block.get(id);
		return new SegmentHeader(sequence, baseIndex, previousTerm, firstBatchNumber, previousChain,
				new String(id, StandardCharsets.UTF_8));
	}

	private static int checksum(ByteBuffer source, int offset) {
		CRC32C crc = new CRC32C();
		crc.update(source.array(), source.arrayOffset() + offset, CRC);
		return (int) crc.getValue();
	}

}
