package io.raftboot.core.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;

import org.jspecify.annotations.Nullable;

/**
 * Files of segments that are out of the log, kept to be used again: writing over what is
 * there already costs the disk a fraction of what new blocks do, and deleting them costs
 * nothing then. Bounded in number, and none are kept where the disk is nearly full. For
 * any thread.
 */
final class SpareSegments {

	private static final String SUFFIX = ".spare";

	private final LogDirectory directory;

	private final long segmentBytes;

	private final int countMax;

	private final Queue<Path> files = new ArrayDeque<>();

	SpareSegments(LogDirectory directory, FileStorageOptions options) {
		this.directory = directory;
		this.segmentBytes = options.segmentBytes();
		this.countMax = (this.segmentBytes % FileWindow.SECTOR_BYTES == 0) ? options.spareSegments() : 0;
	}

	/** Takes over what an earlier life of the node kept; deletes what does not fit. */
	void adopt() throws IOException {
		for (String name : this.directory.disk().list(this.directory.path())) {
			if (name.endsWith(SUFFIX)) {
				Path file = this.directory.path().resolve(name);
				if (isWanted(file)) {
					add(file);
				}
				else {
					this.directory.disk().delete(file);
				}
			}
		}
	}

	/**
	 * Keeps the file of a segment under another name.
	 * @return whether it did; otherwise it is to be deleted
	 */
	boolean keep(Segment segment) throws IOException {
		if (!isWanted(segment.file())) {
			return false;
		}
		Path file = this.directory.path().resolve(String.format("%016x%s", segment.header().sequence(), SUFFIX));
		this.directory.disk().rename(segment.file(), file);
		add(file);
		return true;
	}

	/** How many bytes of a segment that is used again are not for frames. */
	int tableBytes() {
		return (this.countMax == 0) ? 0 : SectorTable.bytesFor(this.segmentBytes);
	}

	synchronized @Nullable Path poll() {
		return this.files.poll();
	}

	private synchronized void add(Path file) {
		this.files.add(file);
	}

	private synchronized int count() {
		return this.files.size();
	}

	/** One that is much shorter would have to grow, one that is longer is a giant's. */
	private boolean isWanted(Path file) throws IOException {
		Disk disk = this.directory.disk();
		if (count() >= this.countMax || disk.usableBytes(this.directory.path()) < this.countMax * this.segmentBytes) {
			return false;
		}
		try (DiskFile open = disk.openForRead(file)) {
			return open.size() <= this.segmentBytes && open.size() >= this.segmentBytes / 4 * 3;
		}
	}

}
