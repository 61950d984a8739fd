package io.raftboot.benchmarks.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

import org.jspecify.annotations.Nullable;

/**
 * A path whose file is on a slow disk.
 *
 * @param fileSystem the slow one
 * @param path the same path, of the file system below
 */
record SlowPath(SlowFileSystem fileSystem, Path path) implements Path {

	/** The path of the file system below. */
	static Path plain(Path path) {
		return (path instanceof SlowPath slow) ? slow.path : path;
	}

	private Path slow(Path plain) {
		return new SlowPath(this.fileSystem, plain);
	}

	private @Nullable Path slowOrNull(@Nullable Path plain) {
		return (plain != null) ? slow(plain) : null;
	}

	@Override
	public FileSystem getFileSystem() {
		return this.fileSystem;
	}

	@Override
	public boolean isAbsolute() {
		return this.path.isAbsolute();
	}

	@Override
	public @Nullable Path getRoot() {
		return slowOrNull(this.path.getRoot());
	}

	@Override
	public @Nullable Path getFileName() {
		return slowOrNull(this.path.getFileName());
	}

	@Override
	public @Nullable Path getParent() {
		return slowOrNull(this.path.getParent());
	}

	@Override
	public int getNameCount() {
		return this.path.getNameCount();
	}

	@Override
	public Path getName(int index) {
		return slow(this.path.getName(index));
	}

	@Override
	public Path subpath(int begin, int end) {
		return slow(this.path.subpath(begin, end));
	}

	@Override
	public boolean startsWith(Path other) {
		return this.path.startsWith(plain(other));
	}

	@Override
	public boolean endsWith(Path other) {
		return this.path.endsWith(plain(other));
	}

	@Override
	public Path normalize() {
		return slow(this.path.normalize());
	}

	@Override
	public Path resolve(Path other) {
		return slow(this.path.resolve(plain(other)));
	}

	@Override
	public Path relativize(Path other) {
		return slow(this.path.relativize(plain(other)));
	}

	@Override
	public URI toUri() {
		return this.path.toUri();
	}

	@Override
	public Path toAbsolutePath() {
		return slow(this.path.toAbsolutePath());
	}

	@Override
	public Path toRealPath(LinkOption... options) throws IOException {
		return slow(this.path.toRealPath(options));
	}

	@Override
	public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
			throws IOException {
		return this.path.register(watcher, events, modifiers);
	}

	@Override
	public int compareTo(Path other) {
		return this.path.compareTo(plain(other));
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
