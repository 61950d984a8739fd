package io.raftboot.benchmarks.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes paths whose files are on an {@link AlteredDisk}. */
final class AlteredFileSystem extends FileSystem {

	private final AlteredDisk disk;

	private final FileSystem files;

	AlteredFileSystem(AlteredDisk disk, FileSystem files) {
		this.disk = disk;
		this.files = files;
	}

	@Override
	public AlteredDisk provider() {
		return this.disk;
	}

	@Override
	public Path getPath(String first, String... more) {
		return new AlteredPath(this, this.files.getPath(first, more));
	}

	@Override
	public Iterable<Path> getRootDirectories() {
		List<Path> roots = new ArrayList<>();
		this.files.getRootDirectories().forEach((root) -> roots.add(new AlteredPath(this, root)));
		return roots;
	}

	@Override
	public PathMatcher getPathMatcher(String pattern) {
		PathMatcher matcher = this.files.getPathMatcher(pattern);
		return (path) -> matcher.matches(AlteredPath.plain(path));
	}

	@Override
	public String getSeparator() {
		return this.files.getSeparator();
	}

	@Override
	public Iterable<FileStore> getFileStores() {
		return this.files.getFileStores();
	}

	@Override
	public Set<String> supportedFileAttributeViews() {
		return this.files.supportedFileAttributeViews();
	}

	@Override
	public UserPrincipalLookupService getUserPrincipalLookupService() {
		return this.files.getUserPrincipalLookupService();
	}

	@Override
	public WatchService newWatchService() throws IOException {
		return this.files.newWatchService();
	}

	@Override
	public boolean isOpen() {
		return this.files.isOpen();
	}

	@Override
	public boolean isReadOnly() {
		return this.files.isReadOnly();
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException("It is as long open as the file system below");
	}

}
