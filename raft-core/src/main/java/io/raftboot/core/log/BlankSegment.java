package io.raftboot.core.log;

import java.io.IOException;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;

/**
 * A file with the first zeros of a segment, forced, under a temporary name.
 *
 * @param path the temporary name
 * @param file the open file
 * @param bytes how many it holds
 * @param bytesMax how many the segment may hold
 */
record BlankSegment(Path path, DiskFile file, long bytes, long bytesMax) {

	static final String NEXT = "next.tmp";

	static final String OVERSIZED = "oversized.tmp";

	/**
	 * Makes such a file; leaves none behind if that fails.
	 * @param bytesMax how many the segment may hold
	 * @throws DiskFullException if there is no room
	 */
	static BlankSegment make(LogDirectory directory, String name, long bytesMax) throws IOException {
		Disk disk = directory.disk();
		Path path = directory.path().resolve(name);
		disk.delete(path);
		ZeroFill.checkRoom(directory, bytesMax);
		try {
			DiskFile file = disk.open(path, true);
			try {
				long bytes = ZeroFill.endFor(SegmentHeader.BYTES, bytesMax);
				ZeroFill.write(directory, file, 0, bytes);
				file.force();
				return new BlankSegment(path, file, bytes, bytesMax);
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
