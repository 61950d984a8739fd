package io.raftboot.core.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link Meta}, one sector, little-endian:
 * {@code u32 magic | u32 version |
 * u64 slotSequence | u64 incarnation | u64 u64 clusterId | u64 term | u64
 * durableBatchNumber | u64 snapshotIndex | u64 snapshotTerm | u64 lowestLiveSegment | u8
 * cleanShutdown | u16 + nodeId | u16 + votedFor | zeros | u32 crc32c} of all before.
 *
 * @param slotSequence number of the write, higher is newer
 * @param meta what was written
 */
record MetaRecord(long slotSequence, Meta meta) {

	static final int BYTES = FileWindow.SECTOR_BYTES;

	static final int VERSION = 1;

	private static final int MAGIC = 0x544d4252;

	private static final int CRC = BYTES - 4;

	/** Writes the sector at this offset of a heap buffer. */
	void encode(ByteBuffer target, int offset) {
		ByteBuffer sector = target.slice(offset, BYTES).order(ByteOrder.LITTLE_ENDIAN);
		HardState hardState = this.meta.hardState();
		sector.putInt(MAGIC).putInt(VERSION).putLong(this.slotSequence).putLong(this.meta.incarnation());
		sector.putLong(this.meta.clusterId().high()).putLong(this.meta.clusterId().low());
		sector.putLong(hardState.term()).putLong(this.meta.durableBatchNumber());
		sector.putLong(this.meta.snapshotIndex()).putLong(this.meta.snapshotTerm());
		sector.putLong(this.meta.lowestLiveSegment()).put((byte) (this.meta.cleanShutdown() ? 1 : 0));
		putId(sector, this.meta.nodeId());
		putId(sector, hardState.votedFor());
		sector.putInt(CRC, checksum(target, offset));
	}

	/** Whether a good sector stands at this offset of a heap buffer. */
	static boolean isIntact(ByteBuffer source, int offset) {
		return source.getInt(offset) == MAGIC && source.getInt(offset + CRC) == checksum(source, offset);
	}

	/** Version of an intact sector. */
	static int version(ByteBuffer source, int offset) {
		return source.getInt(offset + 4);
	}

	/**
	 * Reads a sector that is intact and of {@link #VERSION}.
	 * @throws IllegalArgumentException if it names no node
	 */
	static MetaRecord decode(ByteBuffer source, int offset) {
		ByteBuffer sector = source.slice(offset, CRC).order(ByteOrder.LITTLE_ENDIAN).position(8);
		long slotSequence = sector.getLong();
		long incarnation = sector.getLong();
		ClusterId clusterId = new ClusterId(sector.getLong(), sector.getLong());
		long term = sector.getLong();
		long durableBatchNumber = sector.getLong();
		long snapshotIndex = sector.getLong();
		long snapshotTerm = sector.getLong();
		long lowestLiveSegment = sector.getLong();
		boolean cleanShutdown = sector.get() != 0;
		NodeId nodeId = readId(sector);
		NodeId votedFor = readId(sector);
		if (nodeId == null) {
			throw new IllegalArgumentException("it names no node");
		}
		return new MetaRecord(slotSequence, new Meta(nodeId, incarnation, clusterId, new HardState(term, votedFor),
				durableBatchNumber, snapshotIndex, snapshotTerm, lowestLiveSegment, cleanShutdown));
	}

	private static void putId(ByteBuffer sector, @Nullable NodeId id) {
		byte[] text = (id != null) ? id.value().getBytes(StandardCharsets.UTF_8) : new byte[0];
		sector.putShort((short) text.length).put(text);
	}

	private static @Nullable NodeId readId(ByteBuffer sector) {
		byte[] text = new byte[sector.getShort()];
		sector.get(text);
		return (text.length == 0) ? null : NodeId.of(new String(text, StandardCharsets.UTF_8));
	}

	private static int checksum(ByteBuffer source, int offset) {
		CRC32C crc = new CRC32C();
		crc.update(source.array(), source.arrayOffset() + offset, CRC);
		return (int) crc.getValue();
	}

}
