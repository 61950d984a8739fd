package io.raftboot.core.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The file system of the operating system. */
final class SystemDisk implements Disk {

	private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

	@Override
	public DiskFile open(Path file, boolean create) throws IOException {
		if (!create && !Files.exists(file)) {
			throw new NoSuchFileException(file.toString());
		}
		try {
			return new SystemDiskFile(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
					create ? StandardOpenOption.CREATE : StandardOpenOption.WRITE));
		}
		catch (IOException ex) {
			throw DiskFullException.translate(ex);
		}
	}

	@Override
	public DiskFile openDirect(Path file, boolean create) throws IOException {
		boolean isWanted = DirectDiskFile.isWanted();
		DiskFile opened = open(file, create);
		DiskFile direct = isWanted ? DirectDiskFile.open(file, opened) : null;
		return (direct != null) ? direct : opened;
	}

	@Override
	public DiskFile openForRead(Path file) throws IOException {
		return new SystemDiskFile(FileChannel.open(file, StandardOpenOption.READ));
	}

	@Override
	public void rename(Path from, Path to) throws IOException {
		Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	@Override
	public void forceDirectory(Path directory) throws IOException {
		if (WINDOWS) { // a directory cannot be opened there, and its entries are
						// journaled
			return;
		}
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	@Override
	public List<String> list(Path directory) throws IOException {
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Override
	public void delete(Path file) throws IOException {
		Files.deleteIfExists(file);
	}

	@Override
	public boolean exists(Path file) {
		return Files.exists(file);
	}

	@Override
	public void createDirectories(Path directory) throws IOException {
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw DiskFullException.translate(ex);
		}
	}

	@Override
	public long usableBytes(Path directory) throws IOException {
		return Files.getFileStore(directory).getUsableSpace();
	}

	@Override
	public Closeable lock(Path lockFile) throws IOException {
		return DirectoryLocks.lock(lockFile);
	}

}
