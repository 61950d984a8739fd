package io.raftboot.core.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything the engine does to a file system, so that a test can lose unforced bytes,
 * tear writes, fail a force or fill the disk. Every method may block and may throw what
 * the operating system says.
 */
public interface Disk {

	/** The real file system. */
	static Disk system() {
		return new SystemDisk();
	}

	/**
	 * Opens an existing file, or makes it when asked to.
	 * @param create whether a missing file is made (empty) instead of an error
	 */
	DiskFile open(Path file, boolean create) throws IOException;

	/**
	 * The same for a file that is to be written past the cache of the operating system
	 * where that can be done ({@link DiskFile#writeDirect}).
	 */
	default DiskFile openDirect(Path file, boolean create) throws IOException {
		return open(file, create);
	}

	/** Opens an existing file for reading only. */
	DiskFile openForRead(Path file) throws IOException;

	/** Renames atomically, replacing a file that has the name. */
	void rename(Path from, Path to) throws IOException;

	/** Makes creations, renames and deletions in this directory durable. */
	void forceDirectory(Path directory) throws IOException;

	/**
	 * Names of the files in this directory in ascending order; empty if it does not
	 * exist.
	 */
	List<String> list(Path directory) throws IOException;

	/** Deletes a file if it is there. */
	void delete(Path file) throws IOException;

	boolean exists(Path file) throws IOException;

	void createDirectories(Path directory) throws IOException;

	/** Bytes that can still be written where this directory lies. */
	long usableBytes(Path directory) throws IOException;

	/**
	 * Takes an exclusive lock on this file until the returned object is closed.
	 * @throws DirectoryLockedException if another process, or this one, holds it
	 */
	Closeable lock(Path lockFile) throws IOException;

}
