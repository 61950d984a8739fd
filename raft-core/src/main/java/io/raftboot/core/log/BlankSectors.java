package io.raftboot.core.log;

import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * Tells which sectors of a segment no frame has reached: they hold zeros or, if the file
 * was used before, what they held then. The rest of a sector in which a frame ends is
 * zero in both, as frames are written with it.
 */
final class BlankSectors {

	private static final int SECTOR_BYTES = FileWindow.SECTOR_BYTES;

	private final FileWindow window;

	private final SectorTable table;

	private final CRC32C crc = new CRC32C();

	BlankSectors(FileWindow window, SectorTable table) {
		this.window = window;
		this.table = table;
	}

	/** Whether no frame has reached any sector of this range. */
	boolean areAll(long from, long to) throws IOException {
		return endOfWritten(from, to) == from;
	}

	/** Whether some sector of this range is as if never written. */
	boolean isAny(long from, long to) throws IOException {
		for (long at = from; at < to; at = endOfSector(at, to)) {
			if (isBlank(at, endOfSector(at, to))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Position behind the last byte of this range that was written, else {@code from}.
	 */
	long endOfWritten(long from, long to) throws IOException {
		if (this.table.isNone()) {
			return this.window.endOfData(from, to);
		}
		long end = from;
		for (long at = from; at < to; at = endOfSector(at, to)) {
			if (!isBlank(at, endOfSector(at, to))) {
				end = this.window.endOfData(at, endOfSector(at, to));
			}
		}
		return end;
	}

	private boolean isBlank(long from, long to) throws IOException {
		if (this.table.isNone() || from % SECTOR_BYTES != 0) {
			return this.window.isZero(from, to);
		}
		int at = this.window.load(from, SECTOR_BYTES);
		return this.table.isOld(from / SECTOR_BYTES, this.window.buffer().array(), at, this.crc)
				|| this.window.isZero(from, to);
	}

	private static long endOfSector(long at, long to) {
		return Math.min(to, (at / SECTOR_BYTES + 1) * SECTOR_BYTES);
	}

}
