package io.raftboot.core.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;

/**
 * Files in memory, of one flat name space. An open file stays readable when its name is
 * gone. For any thread.
 */
final class MemoryDisk implements Disk {

	private final Map<Path, MemoryDiskFile> files = new TreeMap<>();

	/** The same files for another life; what becomes of their names here is not seen. */
	synchronized MemoryDisk copy() {
		MemoryDisk copy = new MemoryDisk();
		copy.files.putAll(this.files);
		return copy;
	}

	@Override
	public synchronized DiskFile open(Path file, boolean create) throws IOException {
		if (create) {
			return this.files.computeIfAbsent(file, (path) -> new MemoryDiskFile());
		}
		return openForRead(file);
	}

	@Override
	public synchronized DiskFile openForRead(Path file) throws IOException {
		return existing(file);
	}

	@Override
	public synchronized void rename(Path from, Path to) throws IOException {
		MemoryDiskFile file = existing(from);
		this.files.remove(from);
		this.files.put(to, file);
	}

	@Override
	public void forceDirectory(Path directory) {
	}

	@Override
	public synchronized List<String> list(Path directory) {
		List<String> names = new ArrayList<>();
		for (Path file : this.files.keySet()) {
			names.add(file.getFileName().toString());
		}
		names.sort(null);
		return names;
	}

	@Override
	public synchronized void delete(Path file) {
		this.files.remove(file);
	}

	@Override
	public synchronized boolean exists(Path file) {
		return file.getNameCount() <= 1 || this.files.containsKey(file);
	}

	@Override
	public void createDirectories(Path directory) {
	}

	@Override
	public long usableBytes(Path directory) {
		return Long.MAX_VALUE;
	}

	@Override
	public Closeable lock(Path lockFile) {
		throw new UnsupportedOperationException();
	}

	private MemoryDiskFile existing(Path file) throws NoSuchFileException {
		MemoryDiskFile found = this.files.get(file);
		if (found == null) {
			throw new NoSuchFileException(file.toString());
		}
		return found;
	}

}
