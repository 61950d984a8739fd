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

/** Makes paths whose files are on a {@link SlowDisk}. */
final class SlowFileSystem extends FileSystem {

	private final SlowDisk disk;

	private final FileSystem files;

	SlowFileSystem(SlowDisk disk, FileSystem files) {
		this.disk = disk;
		this.files = files;
	}

	@Override
	public SlowDisk provider() {
		return this.disk;
	}

	@Override
	public Path getPath(String first, String... more) {
		return new SlowPath(this, this.files.getPath(first, more));
	}

	@Override
	public Iterable<Path> getRootDirectories() {
		List<Path> roots = new ArrayList<>();
		this.files.getRootDirectories().forEach((root) -> roots.add(new SlowPath(this, root)));
		return roots;
	}

	@Override
	public PathMatcher getPathMatcher(String pattern) {
		PathMatcher matcher = this.files.getPathMatcher(pattern);
		return (path) -> matcher.matches(SlowPath.plain(path));
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
