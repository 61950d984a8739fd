package io.raftboot.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;

/**
 * A file of zeros, forced, under a temporary name.
 *
 * @param path the temporary name
 * @param file the open file
 * @param bytes its size
 */
record BlankSegment(Path path, DiskFile file, long bytes) {

	static final String NEXT = "next.tmp";

	static final String OVERSIZED = "oversized.tmp";

	private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(256 * 1024).asReadOnlyBuffer();

	/**
	 * Makes such a file; leaves none behind if that fails.
	 * @throws DiskFullException if there is no room
	 */
	static BlankSegment make(LogDirectory directory, String name, long bytes) throws IOException {
		Disk disk = directory.disk();
		Path path = directory.path().resolve(name);
		disk.delete(path);
		try {
			DiskFile file = disk.open(path, true);
			try {
				fill(file, bytes);
				file.force();
				return new BlankSegment(path, file, bytes);
			}
			catch (IOException | RuntimeException | Error ex) {
				file.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw discard(directory, path, bytes, ex);
		}
	}

	void discard(Disk disk) throws IOException {
		this.file.close();
		disk.delete(this.path);
	}

	private static void fill(DiskFile file, long bytes) throws IOException {
		ByteBuffer zeros = ZEROS.duplicate();
		for (long at = 0; at < bytes; at += zeros.capacity()) {
			file.write(zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at)), at);
		}
	}

	/** Not every system says "no space left" in English: the free space tells as well. */
	private static IOException discard(LogDirectory directory, Path path, long bytes, IOException failure) {
		boolean full = failure instanceof DiskFullException;
		try {
			full |= directory.disk().usableBytes(directory.path()) < bytes;
			directory.disk().delete(path);
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
		return full ? new DiskFullException(
				"No room for a log segment of " + bytes + " bytes in " + directory.path() + ": " + failure.getMessage(),
				failure) : failure;
	}

}
