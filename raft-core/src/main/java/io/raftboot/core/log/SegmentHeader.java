package io.raftboot.core.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The first block of a segment, little-endian: {@code u32 magic | u32 version | u64
 * sequence | u64 baseIndex | u64 previousTerm | u64 firstBatchNumber | u32 previousChain |
 * u16 + node id | zeros | u32 tableBytes | u32 tableCrc | u32 crc32c} of all before. It
 * is forced before the file gets its name, so a named segment without a good header is
 * damaged, never torn. Version 2 says that the file was used before, and ends with a
 * {@link SectorTable}; in version 1 there is none.
 *
 * @param sequence number of the segment, never used twice
 * @param baseIndex lowest index the segment may hold
 * @param previousTerm term of the entry before {@code baseIndex}, 0 if there is none
 * @param firstBatchNumber number of the first frame
 * @param previousChain chain value of the frame before the first one
 * @param nodeId whose log it is
 * @param tableBytes size of the sector table at the end of the file, 0 if there is none
 * @param tableChecksum its checksum
 */
record SegmentHeader(long sequence, long baseIndex, long previousTerm, long firstBatchNumber, int previousChain,
		String nodeId, int tableBytes, int tableChecksum) {

	/** Size of the block; frames start behind it. */
	static final int BYTES = 4096;

	/** The latest version. */
	static final int VERSION = 2;

	private static final int VERSION_WITHOUT_TABLE = 1;

	private static final int MAGIC = 0x53475252;

	private static final int CRC = BYTES - 4;

	private static final int TABLE_BYTES = CRC - 8;

	private static final int TABLE_CHECKSUM = CRC - 4;

	/** Of a new file. */
	SegmentHeader(long sequence, long baseIndex, long previousTerm, long firstBatchNumber, int previousChain,
			String nodeId) {
		this(sequence, baseIndex, previousTerm, firstBatchNumber, previousChain, nodeId, 0, 0);
	}

	SegmentHeader with(SectorTable table) {
		return new SegmentHeader(this.sequence, this.baseIndex, this.previousTerm, this.firstBatchNumber,
				this.previousChain, this.nodeId, table.byteSize(), table.isNone() ? 0 : table.checksum());
	}

	/** Whether its file was used before. */
	boolean isUsedAgain() {
		return this.tableBytes > 0;
	}

	ByteBuffer encode() {
		ByteBuffer block = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
		block.putInt(MAGIC).putInt(isUsedAgain() ? VERSION : VERSION_WITHOUT_TABLE);
		block.putLong(this.sequence).putLong(this.baseIndex).putLong(this.previousTerm);
		block.putLong(this.firstBatchNumber).putInt(this.previousChain);
		byte[] id = this.nodeId.getBytes(StandardCharsets.UTF_8);
		block.putShort((short) id.length).put(id);
		block.putInt(TABLE_BYTES, this.tableBytes).putInt(TABLE_CHECKSUM, this.tableChecksum);
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

	/** Whether this class reads it. */
	static boolean isKnown(int version) {
		return version >= VERSION_WITHOUT_TABLE && version <= VERSION;
	}

	/** Reads a block of a known version. */
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
				new String(id, StandardCharsets.UTF_8), block.getInt(TABLE_BYTES), block.getInt(TABLE_CHECKSUM));
	}

	private static int checksum(ByteBuffer source, int offset) {
		CRC32C crc = new CRC32C();
		crc.update(source.array(), source.arrayOffset() + offset, CRC);
		return (int) crc.getValue();
	}

}
