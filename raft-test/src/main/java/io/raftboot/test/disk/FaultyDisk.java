package io.raftboot.test.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

import io.raftboot.core.io.DirectoryLockedException;
import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;

import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that knows what was forced. Sectors of 512 bytes are written
 * whole or not at all, in any order; names become durable when their directory is forced.
 * A failed force loses the data for good while they can still be read, as on Linux: a
 * second force succeeds and writes nothing. For any thread.
 */
public final class FaultyDisk implements Disk {

	private final Map<Path, Inode> names = new TreeMap<>();

	private final Map<Path, Inode> durableNames = new TreeMap<>();

	private final List<NameChange> nameChanges = new ArrayList<>();

	private final Set<Path> directories = new HashSet<>();

	private final Set<Path> locks = new HashSet<>();

	private final List<Fault> faults = new ArrayList<>();

	/** End of the path of the file that the next write has no room for. */
	private @Nullable String noRoomPathEnd;

	private long capacityBytes = Long.MAX_VALUE;

	private int blockBytes = 1;

	private int changesLeft = Integer.MAX_VALUE;

	private boolean stopped;

	private int processNumber;

	private long forces;

	/** Lets an operation on a file whose path ends so fail once. */
	public synchronized void failNext(Operation operation, String pathEnd) {
		this.faults.add(new Fault(operation, pathEnd));
	}

	/**
	 * Lets the next write to a file whose path ends so find no room in its middle, even
	 * over what is there: a file system may write nothing in place.
	 */
	public synchronized void noRoomNext(String pathEnd) {
		this.noRoomPathEnd = pathEnd;
	}

	/** Lets the disk hold so many bytes, fewer than it holds already if need be. */
	public synchronized void capacityBytes(long capacityBytes) {
		this.capacityBytes = capacityBytes;
	}

	/**
	 * Has files opened for it take writes in blocks of so many bytes
	 * ({@link io.raftboot.core.io.DiskFile#writeDirect}) from now on. What is written
	 * that way is still lost with the power before it is forced.
	 */
	public synchronized void blockBytes(int blockBytes) {
		this.blockBytes = blockBytes;
	}

	/** Takes back every fault that was asked for and has not happened yet. */
	public synchronized void heal() {
		this.faults.clear();
		this.noRoomPathEnd = null;
		this.capacityBytes = Long.MAX_VALUE;
		if (!this.stopped) {
			this.changesLeft = Integer.MAX_VALUE;
		}
	}

	/** Bytes of all files. */
	public synchronized long usedBytes() {
		return this.names.values().stream().mapToLong((inode) -> inode.size()).sum();
	}

	/**
	 * Lets so many writes, forces, renames and deletions happen, then fails everything
	 * until {@link #losePower}.
	 */
	public synchronized void stopAfter(int changes) {
		this.changesLeft = changes;
	}

	/** Whether something was refused since {@link #stopAfter} because of it. */
	public synchronized boolean isStopped() {
		return this.stopped;
	}

	/** How many files and directories were forced so far. */
	public synchronized long forces() {
		return this.forces;
	}

	/** The process is killed: open files and locks are gone, nothing else. */
	public synchronized void killProcess() {
		this.processNumber++;
		this.locks.clear();
		this.faults.clear();
		this.changesLeft = Integer.MAX_VALUE;
		this.stopped = false;
	}

	/** The power fails: of what was not forced, only some remains. */
	public synchronized void losePower(RandomGenerator random) {
		killProcess();
		int kept = this.nameChanges.isEmpty() ? 0 : random.nextInt(this.nameChanges.size() + 1);
		for (int i = 0; i < kept; i++) {
			this.nameChanges.get(i).apply(this.durableNames);
		}
		this.nameChanges.clear();
		this.names.clear();
		this.names.putAll(this.durableNames);
		Set<Inode> inodes = new HashSet<>();
		for (Inode inode : this.names.values()) {
			if (inodes.add(inode)) {
				inode.losePower(random);
			}
		}
	}

	/** What a file holds. */
	public synchronized byte[] content(Path file) throws IOException {
		return inode(file).content();
	}

	/** Changes a file behind everybody's back, durably. */
	public synchronized void overwrite(Path file, byte[] content) throws IOException {
		inode(file).overwrite(content);
	}

	/** A disk of its own with the same files; nothing of it is unforced. */
	public synchronized FaultyDisk copy() {
		FaultyDisk copy = new FaultyDisk();
		copy.directories.addAll(this.directories);
		this.names.forEach((path, inode) -> {
			Inode same = new Inode(path);
			same.overwrite(inode.content());
			copy.names.put(path, same);
			copy.durableNames.put(path, same);
		});
		return copy;
	}

	@Override
	public synchronized DiskFile open(Path file, boolean create) throws IOException {
		return open(file, create, 1);
	}

	@Override
	public synchronized DiskFile openDirect(Path file, boolean create) throws IOException {
		return open(file, create, this.blockBytes);
	}

	private DiskFile open(Path file, boolean create, int blockBytes) throws IOException {
		Path path = normal(file);
		Inode inode = this.names.get(path);
		if (inode == null) {
			if (!create) {
				throw new NoSuchFileException(path.toString());
			}
			countChange();
			inode = new Inode(path);
			change(new NameChange(path, null, inode));
		}
		return new FaultyFile(this, inode, this.processNumber, true, blockBytes);
	}

	@Override
	public synchronized DiskFile openForRead(Path file) throws IOException {
		return new FaultyFile(this, inode(file), this.processNumber, false, 1);
	}

	@Override
	public synchronized void rename(Path from, Path to) throws IOException {
		countChange();
		fail(Operation.RENAME, to);
		change(new NameChange(normal(to), normal(from), inode(from)));
	}

	@Override
	public synchronized void forceDirectory(Path directory) throws IOException {
		countForce();
		fail(Operation.FORCE_DIRECTORY, directory);
		List<NameChange> later = new ArrayList<>();
		for (NameChange change : this.nameChanges) {
			if (normal(directory).equals(change.to().getParent())) {
				change.apply(this.durableNames);
			}
			else {
				later.add(change);
			}
		}
		this.nameChanges.clear();
		this.nameChanges.addAll(later);
	}

	@Override
	public synchronized List<String> list(Path directory) {
		Path parent = normal(directory);
		List<String> files = new ArrayList<>();
		for (Path path : this.names.keySet()) {
			if (parent.equals(path.getParent())) {
				files.add(path.getFileName().toString());
			}
		}
		files.sort(null);
		return files;
	}

	@Override
	public synchronized void delete(Path file) throws IOException {
		if (this.names.containsKey(normal(file))) {
			countChange();
			change(new NameChange(normal(file), null, null));
		}
	}

	@Override
	public synchronized boolean exists(Path file) {
		return this.names.containsKey(normal(file)) || this.directories.contains(normal(file))
				|| normal(file).getParent() == null;
	}

	/** Directories are durable at once. */
	@Override
	public synchronized void createDirectories(Path directory) {
		for (Path path = normal(directory); path != null; path = path.getParent()) {
			this.directories.add(path);
		}
	}

	@Override
	public synchronized long usableBytes(Path directory) {
		return Math.max(0, this.capacityBytes - usedBytes());
	}

	@Override
	public synchronized Closeable lock(Path lockFile) throws IOException {
		Path path = normal(lockFile);
		if (!this.locks.add(path)) {
			throw new DirectoryLockedException(path, true);
		}
		int process = this.processNumber;
		return () -> unlock(path, process);
	}

	synchronized void checkAlive(int processNumber) throws IOException {
		if (processNumber != this.processNumber) {
			throw new IOException("The process that opened this file is gone");
		}
	}

	synchronized void countForce() throws IOException {
		countChange();
		this.forces++;
	}

	synchronized void countChange() throws IOException {
		if (this.changesLeft == 0) {
			this.stopped = true;
			throw new IOException("The power has failed");
		}
		this.changesLeft--;
	}

	synchronized void checkRoom(long bytesMore) throws DiskFullException {
		if (bytesMore > usableBytes(Path.of("/"))) {
			throw new DiskFullException("No space left on device");
		}
	}

	synchronized void failForRoom(Path path) throws DiskFullException {
		String end = this.noRoomPathEnd;
		if (end != null && path.toString().endsWith(end)) {
			this.noRoomPathEnd = null;
			throw new DiskFullException("No space left on device");
		}
	}

	synchronized void fail(Operation operation, Path path) throws IOException {
		for (Fault fault : this.faults) {
			if (fault.operation() == operation && path.toString().endsWith(fault.pathEnd())) {
				this.faults.remove(fault);
				throw new IOException("Input/output error (" + operation + " of " + path + ")");
			}
		}
	}

	private synchronized void unlock(Path path, int process) {
		if (process == this.processNumber) {
			this.locks.remove(path);
		}
	}

	private void change(NameChange change) {
		change.apply(this.names);
		this.nameChanges.add(change);
		if (change.inode() != null) {
			change.inode().path(change.to());
		}
	}

	private Inode inode(Path file) throws NoSuchFileException {
		Inode inode = this.names.get(normal(file));
		if (inode == null) {
			throw new NoSuchFileException(file.toString());
		}
		return inode;
	}

	private static Path normal(Path path) {
		return path.toAbsolutePath().normalize();
	}

	/** What can be made to fail. */
	public enum Operation {

		/** A write of which only the first part happens. */
		WRITE,

		/** A force of a file, whose unforced bytes are lost for good. */
		FORCE,

		/** A force of a directory. */
		FORCE_DIRECTORY,

		/** A rename, by its new name. */
		RENAME

	}

	private record Fault(Operation operation, String pathEnd) {
	}

	/** A name that appears, moves or (without inode) disappears. */
	private record NameChange(Path to, @Nullable Path from, @Nullable Inode inode) {

		void apply(Map<Path, Inode> names) {
			if (this.from != null) {
				names.remove(this.from);
			}
			if (this.inode != null) {
				names.put(this.to, this.inode);
			}
			else {
				names.remove(this.to);
			}
		}

	}

}
