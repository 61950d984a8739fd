package io.raftboot.core.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Exclusive locks on files, against other processes and within this one. POSIX drops all
 * locks of a process on a file as soon as it closes <em>any</em> descriptor of it, so a
 * lock file that is already held here must not even be opened: a registry is asked first.
 */
final class DirectoryLocks {

	private static final Set<Path> HELD = new HashSet<>();

	/** Held by another class loader of this JVM; closing ours would drop its lock. */
	private static final List<FileChannel> NEVER_CLOSED = new ArrayList<>();

	private DirectoryLocks() {
	}

	static Closeable lock(Path lockFile) throws IOException {
		Path key = lockFile.toAbsolutePath().getParent().toRealPath().resolve(lockFile.getFileName());
		synchronized (HELD) {
			if (HELD.contains(key)) {
				throw new DirectoryLockedException(lockFile, true);
			}
			FileChannel channel = acquire(lockFile);
			HELD.add(key);
			return () -> release(key, channel);
		}
	}

	private static FileChannel acquire(Path lockFile) throws IOException {
		FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		FileLock lock;
		try {
			lock = channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			NEVER_CLOSED.add(channel);
			throw new DirectoryLockedException(lockFile, true);
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
		if (lock == null) {
			channel.close();
			throw new DirectoryLockedException(lockFile, false);
		}
		return channel;
	}

	private static void release(Path key, FileChannel channel) throws IOException {
		synchronized (HELD) {
			if (channel.isOpen()) {
				HELD.remove(key);
				channel.close();
			}
		}
	}

}
