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

	private long capacityBytes = Long.MAX_VALUE;

	private int processNumber;

	private long forces;

	/** Lets an operation on a file whose path ends so fail once. */
	public synchronized void failNext(Operation operation, String pathEnd) {
		this.faults.add(new Fault(operation, pathEnd));
	}

	/** Lets the disk hold so many bytes, fewer than it holds already if need be. */
	public synchronized void capacityBytes(long capacityBytes) {
		this.capacityBytes = capacityBytes;
	}

	/** Bytes of all files. */
	public synchronized long usedBytes() {
		return this.names.values().stream().mapToLong((inode) -> inode.size()).sum();
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
			Inode same = new Inode();
			same.overwrite(inode.content());
			copy.names.put(path, same);
			copy.durableNames.put(path, same);
		});
		return copy;
	}

	@Override
	public synchronized DiskFile open(Path file, boolean create) throws IOException {
		Path path = normal(file);
		Inode inode = this.names.get(path);
		if (inode == null) {
			if (!create) {
				throw new NoSuchFileException(path.toString());
			}
			inode = new Inode();
			change(new NameChange(path, null, inode));
		}
		return new FaultyFile(this, path, inode, this.processNumber, true);
	}

	@Override
	public synchronized DiskFile openForRead(Path file) throws IOException {
		return new FaultyFile(this, normal(file), inode(file), this.processNumber, false);
	}

	@Override
	public synchronized void rename(Path from, Path to) throws IOException {
		fail(Operation.RENAME, to);
		change(new NameChange(normal(to), normal(from), inode(from)));
	}

	@Override
	public synchronized void forceDirectory(Path directory) throws IOException {
		this.forces++;
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

	synchronized void countForce() {
		this.forces++;
	}

	synchronized void checkRoom(long bytesMore) throws DiskFullException {
		if (bytesMore > usableBytes(Path.of("/"))) {
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
