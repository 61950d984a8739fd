package io.raftboot.core.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
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

	private final Queue<Spare> files = new ArrayDeque<>();

	/** Of segments that are still in the log, by their sequence. */
	private final Map<Long, SectorTable> tables = new HashMap<>();

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
					add(new Spare(file, null));
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
		SectorTable table = forget(segment);
		if (!isWanted(segment.file())) {
			return false;
		}
		Path file = this.directory.path().resolve(String.format("%016x%s", segment.header().sequence(), SUFFIX));
		this.directory.disk().rename(segment.file(), file);
		add(new Spare(file, table));
		return true;
	}

	/** How many bytes of a segment that is used again are not for frames. */
	int tableBytes() {
		return (this.countMax == 0) ? 0 : SectorTable.bytesFor(this.segmentBytes);
	}

	/**
	 * What makes the table of a segment that is begun; null if its file will not be used
	 * again.
	 * @param before what the file held
	 */
	@Nullable SectorTableBuilder tableFor(Segment segment, SectorTable before) {
		return (this.countMax > 0 && segment.fileBytes() == this.segmentBytes)
				? new SectorTableBuilder(before, this.segmentBytes) : null;
	}

	/**
	 * Remembers what the file of a segment holds until it is kept or deleted; in a log of
	 * many more segments than are kept, of the first ones only.
	 */
	synchronized void remember(Segment segment, SectorTable table) {
		if (this.tables.size() < 2 * this.countMax) {
			this.tables.put(segment.header().sequence(), table);
		}
	}

	private synchronized @Nullable SectorTable forget(Segment segment) {
		return this.tables.remove(segment.header().sequence());
	}

	synchronized @Nullable Spare poll() {
		return this.files.poll();
	}

	private synchronized void add(Spare file) {
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

	/**
	 * The file of a segment that was.
	 *
	 * @param path where it is
	 * @param table what it holds, null if it has to be read for that
	 */
	record Spare(Path path, @Nullable SectorTable table) {
	}

}
