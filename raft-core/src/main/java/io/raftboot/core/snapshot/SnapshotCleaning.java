package io.raftboot.core.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Deletes files that are of no more use. Forcing the directory is up to the caller. */
final class SnapshotCleaning {

	private static final int DAMAGED_KEPT = 2;

	private final SnapshotDirectory directory;

	SnapshotCleaning(SnapshotDirectory directory) {
		this.directory = directory;
	}

	/**
	 * Deletes all but so many snapshots, oldest first.
	 * @param newest the newest that counts: a later one that is there failed to become
	 * durable, and replaces none
	 */
	void deleteSnapshots(SnapshotName newest, int keep) throws IOException {
		List<SnapshotName> names = this.directory.snapshots();
		int counting = 0;
		while (counting < names.size() && names.get(counting).compareTo(newest) <= 0) {
			counting++;
		}
		for (SnapshotName name : names.subList(0, Math.max(0, counting - keep))) {
			this.directory.delete(this.directory.file(name, ""));
		}
	}

	/** Deletes all but the latest two. */
	void deleteDamaged() throws IOException {
		List<String> files = this.directory.filesEnding(SnapshotName.DAMAGED);
		for (String file : files.subList(0, Math.max(0, files.size() - DAMAGED_KEPT))) {
			this.directory.delete(this.directory.path().resolve(file));
		}
	}

	/** Deletes what is left from before, except these. */
	void deleteUnfinished(Set<Path> inUse) throws IOException {
		deleteEnding(SnapshotName.SUFFIX + SnapshotName.WRITING, inUse);
		deleteEnding(SnapshotName.SUFFIX + SnapshotName.RECEIVING, inUse);
	}

	private void deleteEnding(String suffix, Set<Path> inUse) throws IOException {
		for (String file : this.directory.filesEnding(suffix)) {
			Path path = this.directory.path().resolve(file);
			if (!inUse.contains(path)) {
				this.directory.delete(path);
			}
		}
	}

}
