package io.raftboot.core.snapshot;

import java.io.IOException;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;

/**
 * Where snapshot files are put together that are not (yet) this node's own: those that a
 * user restores from. Nothing in it outlives a restart. For any thread.
 */
public final class StagingArea {

	private static final String SUFFIX = ".staged";

	private final SnapshotDirectory directory;

	private long lastNumber;

	private StagingArea(SnapshotDirectory directory) throws IOException {
		this.directory = directory;
		if (directory.disk().exists(directory.path())) {
			for (String left : directory.filesEnding(SUFFIX)) {
				directory.delete(directory.path().resolve(left));
			}
		}
	}

	/** An area in this directory, made when it is needed; deletes what is left in it. */
	public static StagingArea open(Disk disk, Path directory) throws IOException {
		return new StagingArea(new SnapshotDirectory(disk, directory));
	}

	/** An area in memory. */
	public static StagingArea inMemory() throws IOException {
		return open(new MemoryDisk(), Path.of("staging"));
	}

	/**
	 * Begins a file.
	 * @throws io.raftboot.core.io.DiskFullException if there is no room for it
	 */
	public synchronized StagedSnapshot begin() throws IOException {
		this.directory.disk().createDirectories(this.directory.path());
		Path file = this.directory.path().resolve(++this.lastNumber + SUFFIX);
		return new StagedSnapshot(this.directory, file);
	}

}
