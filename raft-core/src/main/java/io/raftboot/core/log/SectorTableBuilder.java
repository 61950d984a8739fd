package io.raftboot.core.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Makes the table of a segment's file while frames are written to it: reading all of the
 * file again, when it is to be used again, takes many times as long. For one thread.
 */
final class SectorTableBuilder {

	private static final int SECTOR_BYTES = FileWindow.SECTOR_BYTES;

	private static final byte[] ZEROS = new byte[SECTOR_BYTES];

	private final ByteBuffer table;

	/** Those that are no part of the table itself. */
	private final int sectors;

	/** Of the sector that is written to, up to the end. */
	private final CRC32C crc = new CRC32C();

	private long end = SegmentHeader.BYTES;

	/** Up to here zeros were written behind the last frame. */
	private long zerosEnd;

	/**
	 * The table of a file without frames.
	 * @param before what the file held, none if that was zeros; the builder's from here
	 * on: a table is large, and there is one for every segment
	 * @param fileBytes its size
	 */
	SectorTableBuilder(SectorTable before, long fileBytes) {
		this.table = before.isNone() ? ByteBuffer.allocate(SectorTable.bytesFor(fileBytes)) : before.bytes();
		this.table.order(ByteOrder.LITTLE_ENDIAN);
		this.sectors = (int) ((fileBytes - this.table.capacity()) / SECTOR_BYTES);
		if (before.isNone()) {
			fillWithZeros();
		}
	}

	private void fillWithZeros() {
		this.crc.update(ZEROS);
		for (int sector = SegmentHeader.BYTES / SECTOR_BYTES; sector < this.sectors; sector++) {
			this.table.putInt(sector * Integer.BYTES, (int) this.crc.getValue());
		}
		this.crc.reset();
	}

	/**
	 * Takes the bytes of a frame that was written behind the one before.
	 * @param frame whose position and limit move
	 * @param from where in the buffer it begins
	 * @param zerosBehind how many zeros were written behind it
	 */
	void add(ByteBuffer frame, int from, int frameBytes, int zerosBehind) {
		int to = from + frameBytes;
		for (int at = from; at < to;) {
			int room = SECTOR_BYTES - (int) (this.end % SECTOR_BYTES);
			int bytes = Math.min(room, to - at);
			this.crc.update(frame.limit(at + bytes).position(at));
			if (bytes == room) {
				endSector();
			}
			this.end += bytes;
			at += bytes;
		}
		this.zerosEnd = this.end + zerosBehind;
	}

	private void endWithZeros(int used) {
		this.crc.update(ZEROS, used, SECTOR_BYTES - used);
		endSector();
		this.end += SECTOR_BYTES - used;
	}

	private void endSector() {
		int sector = (int) (this.end / SECTOR_BYTES);
		if (sector < this.sectors) {
			this.table.putInt(sector * Integer.BYTES, (int) this.crc.getValue());
		}
		this.crc.reset();
	}

	/** The table with zeros behind the last frame, at least where its sector has room. */
	SectorTable build() {
		int used = (int) (this.end % SECTOR_BYTES);
		if (used > 0) {
			endWithZeros(used);
		}
		while (this.end < this.zerosEnd) {
			endWithZeros(0);
		}
		return new SectorTable(this.table);
	}

}
