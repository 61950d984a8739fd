package io.raftboot.core.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.raftboot.core.io.Disk;

/**
 * The directory that holds the segments.
 *
 * @param disk the file system
 * @param path where the directory is
 */
record LogDirectory(Disk disk, Path path) {

	/** Names of the segments, in the order they were written. */
	List<SegmentName> segments() throws IOException {
		List<SegmentName> names = new ArrayList<>();
		for (String file : this.disk.list(this.path)) {
			if (file.endsWith(SegmentName.SUFFIX)) {
				SegmentName name = SegmentName.parse(file);
				if (name == null) {
					throw new CorruptLogException(this.path.resolve(file) + " is not named like a segment");
				}
				names.add(name);
			}
		}
		names.sort(Comparator.comparingLong(SegmentName::sequence));
		return names;
	}

	/** Removes what an interrupted preparation left. */
	void deleteUnfinished() throws IOException {
		for (String file : this.disk.list(this.path)) {
			if (file.endsWith(".tmp")) {
				this.disk.delete(this.path.resolve(file));
			}
		}
	}

	Path file(SegmentName name) {
		return this.path.resolve(name.toString());
	}

	void force() throws IOException {
		this.disk.forceDirectory(this.path);
	}

}
