package io.raftboot.core.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

import io.raftboot.core.io.DiskFile;

/**
 * What each sector of a segment file held when the file was taken to be used again: a
 * checksum for each, at the end of the file, so that after a crash a sector that was
 * never written can be told from one that is damaged.
 *
 * @param bytes the checksums, four bytes for each sector of the whole file, filled up to
 * a sector; none if the file was new
 */
record SectorTable(ByteBuffer bytes) {

	/** Of a file that held zeros, or nothing. */
	static final SectorTable NONE = new SectorTable(ByteBuffer.allocate(0));

	private static final int CHUNK_BYTES = 256 * 1024;

	/** How many bytes the table of a file takes. */
	static int bytesFor(long fileBytes) {
		long bytes = fileBytes / FileWindow.SECTOR_BYTES * Integer.BYTES;
		return (int) ((bytes + FileWindow.SECTOR_BYTES - 1) / FileWindow.SECTOR_BYTES * FileWindow.SECTOR_BYTES);
	}

	/**
	 * The table of what this file holds now, up to where the table is going to be.
	 * @param fileBytes its size, a multiple of the sector's
	 * @param pace of reading it
	 */
	static SectorTable of(DiskFile file, long fileBytes, Pace pace) throws IOException {
		ByteBuffer table = ByteBuffer.allocate(bytesFor(fileBytes)).order(ByteOrder.LITTLE_ENDIAN);
		ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
		CRC32C crc = new CRC32C();
		long dataEnd = fileBytes - table.capacity();
		for (long at = SegmentHeader.BYTES; at < dataEnd; at += CHUNK_BYTES) {
			chunk.clear().limit((int) Math.min(CHUNK_BYTES, dataEnd - at));
			if (file.read(chunk, at) < chunk.limit()) {
				throw new EOFException("A file of " + fileBytes + " bytes ends at " + (at + chunk.position()));
			}
			int sector = (int) (at / FileWindow.SECTOR_BYTES);
			for (int from = 0; from < chunk.position(); from += FileWindow.SECTOR_BYTES) {
				crc.reset();
				crc.update(chunk.duplicate().position(from).limit(from + FileWindow.SECTOR_BYTES));
				table.putInt(Integer.BYTES * sector++, (int) crc.getValue());
			}
			pace.rest();
		}
		return new SectorTable(table);
	}

	/** The table at this offset of a heap buffer. */
	static SectorTable read(ByteBuffer source, int offset, int bytes) {
		ByteBuffer table = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
		return new SectorTable(table.put(0, source, offset, bytes));
	}

	boolean isNone() {
		return this.bytes.capacity() == 0;
	}

	int byteSize() {
		return this.bytes.capacity();
	}

	/** Checksum of the table itself. */
	int checksum() {
		CRC32C crc = new CRC32C();
		crc.update(this.bytes.duplicate().clear());
		return (int) crc.getValue();
	}

	/**
	 * Whether this is what the sector held.
	 * @param content where it is an array's
	 * @param offset where in the array it starts
	 */
	boolean isOld(long sector, byte[] content, int offset, CRC32C crc) {
		crc.reset();
		crc.update(content, offset, FileWindow.SECTOR_BYTES);
		return this.bytes.getInt((int) sector * Integer.BYTES) == (int) crc.getValue();
	}

}
