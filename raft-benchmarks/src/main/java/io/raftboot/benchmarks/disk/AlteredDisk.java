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

import com.sun.nio.file.ExtendedOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The files of another file system, each force taking longer by a fixed time, or being
 * left out. A node gets there by the path of its data directory, so it needs no door of
 * its own for that. For any thread.
 */
public final class AlteredDisk extends FileSystemProvider {

	private final FileSystemProvider files;

	private final AlteredFileSystem fileSystem;

	private final Forcing forcing;

	private final LongAdder forces = new LongAdder();

	private AlteredDisk(FileSystem files, Forcing forcing) {
		this.files = files.provider();
		this.fileSystem = new AlteredFileSystem(this, files);
		this.forcing = forcing;
	}

	/** The disk of this path with forces that take longer by this. */
	public static AlteredDisk slow(Path path, Duration extra) {
		return new AlteredDisk(path.getFileSystem(), (file, metaData) -> {
			file.force(metaData);
			pause(extra.toNanos());
		});
	}

	/**
	 * The disk of this path without forces: what a crash of the machine leaves is open.
	 */
	public static AlteredDisk unforced(Path path) {
		return new AlteredDisk(path.getFileSystem(), (file, metaData) -> {
		});
	}

	/** The same file, on this disk. */
	public Path at(Path path) {
		return new AlteredPath(this.fileSystem, path);
	}

	/** How many forces were asked for so far. */
	public long forces() {
		return this.forces.sum();
	}

	void force(FileChannel file, boolean metaData) throws IOException {
		this.forces.increment();
		this.forcing.force(file, metaData);
	}

	private static void pause(long nanos) {
		long end = System.nanoTime() + nanos;
		for (long left = nanos; left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
			if (Thread.currentThread().isInterrupted()) {
				return;
			}
		}
	}

	@Override
	public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
			throws IOException {
		if (options.contains(ExtendedOpenOption.DIRECT)) {
			throw new UnsupportedOperationException(
					"Writes past the cache would be durable without a force, and fast beside a slow one");
		}
		return new AlteredFile(this, this.files.newFileChannel(AlteredPath.plain(path), options, attributes));
	}

	@Override
	public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
			FileAttribute<?>... attributes) throws IOException {
		return newFileChannel(path, options, attributes);
	}

	@Override
	public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
			throws IOException {
		DirectoryStream<Path> stream = this.files.newDirectoryStream(AlteredPath.plain(directory),
				(entry) -> filter.accept(at(entry)));
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
						return at(entries.next());
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
		this.files.createDirectory(AlteredPath.plain(directory), attributes);
	}

	@Override
	public void delete(Path path) throws IOException {
		this.files.delete(AlteredPath.plain(path));
	}

	@Override
	public void copy(Path source, Path target, CopyOption... options) throws IOException {
		this.files.copy(AlteredPath.plain(source), AlteredPath.plain(target), options);
	}

	@Override
	public void move(Path source, Path target, CopyOption... options) throws IOException {
		this.files.move(AlteredPath.plain(source), AlteredPath.plain(target), options);
	}

	@Override
	public boolean isSameFile(Path path, Path other) throws IOException {
		return this.files.isSameFile(AlteredPath.plain(path), AlteredPath.plain(other));
	}

	@Override
	public boolean isHidden(Path path) throws IOException {
		return this.files.isHidden(AlteredPath.plain(path));
	}

	@Override
	public FileStore getFileStore(Path path) throws IOException {
		return this.files.getFileStore(AlteredPath.plain(path));
	}

	@Override
	public void checkAccess(Path path, AccessMode... modes) throws IOException {
		this.files.checkAccess(AlteredPath.plain(path), modes);
	}

	@Override
	public <V extends FileAttributeView> @Nullable V getFileAttributeView(Path path, Class<V> type,
			LinkOption... options) {
		return this.files.getFileAttributeView(AlteredPath.plain(path), type, options);
	}

	@Override
	public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
			throws IOException {
		return this.files.readAttributes(AlteredPath.plain(path), type, options);
	}

	@Override
	public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
		return this.files.readAttributes(AlteredPath.plain(path), attributes, options);
	}

	@Override
	public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
		this.files.setAttribute(AlteredPath.plain(path), attribute, value, options);
	}

	@Override
	public String getScheme() {
		return "altered";
	}

	@Override
	public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
		throw new UnsupportedOperationException("Altered disks have no URI");
	}

	@Override
	public FileSystem getFileSystem(URI uri) {
		throw new UnsupportedOperationException("Altered disks have no URI");
	}

	@Override
	public Path getPath(URI uri) {
		throw new UnsupportedOperationException("Altered disks have no URI");
	}

	/** What is done when a force is asked for. */
	private interface Forcing {

		void force(FileChannel file, boolean metaData) throws IOException;

	}

}
