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
 * A path whose file is on an altered disk.
 *
 * @param fileSystem that of the altered disk
 * @param path the same path, of the file system below
 */
record AlteredPath(AlteredFileSystem fileSystem, Path path) implements Path {

	/** The path of the file system below. */
	static Path plain(Path path) {
		return (path instanceof AlteredPath altered) ? altered.path : path;
	}

	private Path altered(Path plain) {
		return new AlteredPath(this.fileSystem, plain);
	}

	private @Nullable Path alteredOrNull(@Nullable Path plain) {
		return (plain != null) ? altered(plain) : null;
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
		return alteredOrNull(this.path.getRoot());
	}

	@Override
	public @Nullable Path getFileName() {
		return alteredOrNull(this.path.getFileName());
	}

	@Override
	public @Nullable Path getParent() {
		return alteredOrNull(this.path.getParent());
	}

	@Override
	public int getNameCount() {
		return this.path.getNameCount();
	}

	@Override
	public Path getName(int index) {
		return altered(this.path.getName(index));
	}

	@Override
	public Path subpath(int begin, int end) {
		return altered(this.path.subpath(begin, end));
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
		return altered(this.path.normalize());
	}

	@Override
	public Path resolve(Path other) {
		return altered(this.path.resolve(plain(other)));
	}

	@Override
	public Path relativize(Path other) {
		return altered(this.path.relativize(plain(other)));
	}

	@Override
	public URI toUri() {
		return this.path.toUri();
	}

	@Override
	public Path toAbsolutePath() {
		return altered(this.path.toAbsolutePath());
	}

	@Override
	public Path toRealPath(LinkOption... options) throws IOException {
		return altered(this.path.toRealPath(options));
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
