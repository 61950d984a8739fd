package io.raftboot.benchmarks.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The files of another file system, each force taking longer by a fixed time. A node is
 * slowed by the path of its data directory, so it needs no door of its own for that. For
 * any thread.
 */
public final class SlowDisk extends FileSystemProvider {

	private final FileSystemProvider files;

	private final SlowFileSystem fileSystem;

	private final long extraNanos;

	private final LongAdder forces = new LongAdder();

	private SlowDisk(FileSystem files, Duration extra) {
		this.files = files.provider();
		this.fileSystem = new SlowFileSystem(this, files);
		this.extraNanos = extra.toNanos();
	}

	/** A slow disk below the file system of this path. */
	public static SlowDisk below(Path path, Duration extra) {
		return new SlowDisk(path.getFileSystem(), extra);
	}

	/** The same file, on this disk. */
	public Path slow(Path path) {
		return new SlowPath(this.fileSystem, path);
	}

	/** How many forces took longer so far. */
	public long forces() {
		return this.forces.sum();
	}

	/** Waits as long as a force is to take longer. */
	void lengthen() {
		this.forces.increment();
		long end = System.nanoTime() + this.extraNanos;
		for (long left = this.extraNanos; left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
			if (Thread.currentThread().isInterrupted()) {
				return;
			}
		}
	}

	@Override
	public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
			throws IOException {
		return new SlowFile(this, this.files.newFileChannel(SlowPath.plain(path), options, attributes));
	}

	@Override
	public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
			FileAttribute<?>... attributes) throws IOException {
		return newFileChannel(path, options, attributes);
	}

	@Override
	public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
			throws IOException {
		DirectoryStream<Path> stream = this.files.newDirectoryStream(SlowPath.plain(directory),
				(entry) -> filter.accept(slow(entry)));
		return new DirectoryStream<>() {

			@Override
			public Iterator<Path> iterator() {
				Iterator<Path> entries = stream.iterator();
				return new Iterator<>() {

					@Override
					public boolean hasNext() {
						return entries.hasNext();
					}

					@Override
					public Path next() {
						return slow(entries.next());
					}

				};
			}

			@Override
			public void close() throws IOException {
				stream.close();
			}

		};
	}

	@Override
	public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
		this.files.createDirectory(SlowPath.plain(directory), attributes);
	}

	@Override
	public void delete(Path path) throws IOException {
		this.files.delete(SlowPath.plain(path));
	}

	@Override
	public void copy(Path source, Path target, CopyOption... options) throws IOException {
		this.files.copy(SlowPath.plain(source), SlowPath.plain(target), options);
	}

	@Override
	public void move(Path source, Path target, CopyOption... options) throws IOException {
		this.files.move(SlowPath.plain(source), SlowPath.plain(target), options);
	}

	@Override
	public boolean isSameFile(Path path, Path other) throws IOException {
		return this.files.isSameFile(SlowPath.plain(path), SlowPath.plain(other));
	}

	@Override
	public boolean isHidden(Path path) throws IOException {
		return this.files.isHidden(SlowPath.plain(path));
	}

	@Override
	public FileStore getFileStore(Path path) throws IOException {
		return this.files.getFileStore(SlowPath.plain(path));
	}

	@Override
	public void checkAccess(Path path, AccessMode... modes) throws IOException {
		this.files.checkAccess(SlowPath.plain(path), modes);
	}

	@Override
	public <V extends FileAttributeView> @Nullable V getFileAttributeView(Path path, Class<V> type,
			LinkOption... options) {
		return this.files.getFileAttributeView(SlowPath.plain(path), type, options);
	}

	@Override
	public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
			throws IOException {
		return this.files.readAttributes(SlowPath.plain(path), type, options);
	}

	@Override
	public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
		return this.files.readAttributes(SlowPath.plain(path), attributes, options);
	}

	@Override
	public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
		this.files.setAttribute(SlowPath.plain(path), attribute, value, options);
	}

	@Override
	public String getScheme() {
		return "slow";
	}

	@Override
	public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
		throw new UnsupportedOperationException("Slow disks have no URI");
	}

	@Override
	public FileSystem getFileSystem(URI uri) {
		throw new UnsupportedOperationException("Slow disks have no URI");
	}

	@Override
	public Path getPath(URI uri) {
		throw new UnsupportedOperationException("Slow disks have no URI");
	}

}
