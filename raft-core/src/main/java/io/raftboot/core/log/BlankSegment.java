package io.raftboot.core.log;

import java.io.IOException;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.log.SpareSegments.Spare;

/**
 * A file for a segment, forced, under a temporary name: a new one with zeros, or one that
 * was used before with the table of what it held.
 *
 * @param path the temporary name
 * @param file the open file
 * @param bytes up to where frames need not make it grow
 * @param bytesMax up to where the segment may hold frames
 * @param table what it held
 */
record BlankSegment(Path path, DiskFile file, long bytes, long bytesMax, SectorTable table) {

	private static final String NEXT = "next.tmp";

	static final String OVERSIZED = "oversized.tmp";

	/**
	 * The file of the next segment: a spare one if there is any.
	 * @param segmentBytes its size
	 * @param reading pace of reading an old file
	 * @param filling pace of filling a new one with zeros
	 * @throws DiskFullException if there is no room
	 */
	static BlankSegment next(LogDirectory directory, SpareSegments spares, long segmentBytes, Pace reading,
			Pace filling) throws IOException {
		Spare spare = spares.poll();
		return (spare != null) ? again(directory, spare, segmentBytes, reading)
				: make(directory, NEXT, segmentBytes, filling);
	}

	/**
	 * Makes a blank file of one that holds old frames; reads it if nobody knows which.
	 */
	private static BlankSegment again(LogDirectory directory, Spare spare, long segmentBytes, Pace pace)
			throws IOException {
		Path path = spare.path();
		try {
			DiskFile file = directory.disk().openDirect(path, false);
			try {
				ZeroFill.write(directory, file, file.size(), segmentBytes);
				SectorTable table = spare.table();
				if (table == null) {
					table = SectorTable.of(file, segmentBytes, pace);
				}
				long dataEnd = segmentBytes - table.byteSize();
				file.write(table.bytes().duplicate().clear(), dataEnd);
				file.force();
				return new BlankSegment(path, file, dataEnd, dataEnd, table);
			}
			catch (IOException | RuntimeException | Error ex) {
				file.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw discard(directory, path, ex);
		}
	}

	/**
	 * Makes a new file; leaves none behind if that fails. It is filled with zeros until
	 * somebody waits for it, with its first ones at least.
	 * @param bytesMax how many the segment may hold
	 * @param pace of filling it
	 * @throws DiskFullException if there is no room
	 */
	static BlankSegment make(LogDirectory directory, String name, long bytesMax, Pace pace) throws IOException {
		Disk disk = directory.disk();
		Path path = directory.path().resolve(name);
		disk.delete(path);
		ZeroFill.checkRoom(directory, bytesMax);
		try {
			DiskFile file = disk.openDirect(path, true);
			try {
				long bytes = ZeroFill.endFor(SegmentHeader.BYTES, bytesMax);
				ZeroFill.write(directory, file, 0, bytes);
				while (bytes < bytesMax && pace.rest()) {
					bytes = ZeroFill.writeAhead(directory, file, bytes, bytesMax);
				}
				file.force();
				return new BlankSegment(path, file, bytes, bytesMax, SectorTable.NONE);
			}
			catch (IOException | RuntimeException | Error ex) {
				file.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw discard(directory, path, ex);
		}
	}

	void discard(Disk disk) throws IOException {
		this.file.close();
		disk.delete(this.path);
	}

	private static IOException discard(LogDirectory directory, Path path, IOException failure) {
		try {
			directory.disk().delete(path);
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
		return failure;
	}

}
