package io.raftboot.core.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;

/**
 * The directory that holds the snapshots.
 *
 * @param disk the file system
 * @param path where the directory is
 */
record SnapshotDirectory(Disk disk, Path path) {

	/**
	 * Makes the directory if it is not there. It and everything an earlier process did in
	 * it, such as a rename without a force, is durable after this.
	 */
	void make() throws IOException {
		Path directory = this.path.toAbsolutePath();
		Path existing = directory;
		while (existing != null && !this.disk.exists(existing)) {
			existing = existing.getParent();
		}
		this.disk.createDirectories(directory);
		for (Path at = directory; existing != null && !at.equals(existing);) {
			at = at.getParent();
			this.disk.forceDirectory(at);
		}
		if (directory.equals(existing)) { // made by a process that ended before the force
			this.disk.forceDirectory(directory.getParent());
		}
		force();
	}

	/** Names of the snapshots, oldest first. */
	List<SnapshotName> snapshots() throws IOException {
		List<SnapshotName> names = new ArrayList<>();
		for (String file : this.disk.list(this.path)) {
			SnapshotName name = SnapshotName.parse(file);
			if (name != null) {
				names.add(name);
			}
		}
		names.sort(null);
		return names;
	}

	/** Names of the files that end so, oldest snapshot first. */
	List<String> filesEnding(String suffix) throws IOException {
		return this.disk.list(this.path).stream().filter((file) -> file.endsWith(suffix)).toList();
	}

	/** Path of a snapshot, or with a suffix of what it was or became. */
	Path file(SnapshotName name, String suffix) {
		return this.path.resolve(name + suffix);
	}

	/**
	 * Makes an empty file. One that is left from before is not used again: a force of it
	 * may have failed.
	 */
	DiskFile create(Path file) throws IOException {
		this.disk.delete(file);
		return new SteadyFile(this.disk.open(file, true));
	}

	/** Opens a file to write on in it. */
	DiskFile open(Path file) throws IOException {
		return new SteadyFile(this.disk.open(file, false));
	}

	/**
	 * Gives a file that was forced the name of a snapshot and makes that durable.
	 * @throws IOException if that fails: a snapshot that had the name before is still
	 * there, or this one in its place; otherwise there is none of this name
	 */
	void publish(Path from, SnapshotName name) throws IOException {
		Path to = file(name, "");
		boolean replaces = this.disk.exists(to);
		this.disk.rename(from, to);
		try {
			force();
		}
		catch (IOException | RuntimeException | Error ex) {
			if (!replaces) {
				deleteAfter(ex, to);
			}
			throw ex;
		}
	}

	void delete(Path file) throws IOException {
		this.disk.delete(file);
	}

	/** Closes and deletes a file that is given up because of this failure. */
	void drop(DiskFile open, Path file, Throwable failure) {
		try {
			open.close();
		}
		catch (IOException | RuntimeException ex) {
			failure.addSuppressed(ex);
		}
		deleteAfter(failure, file);
	}

	/** Deletes if it can; the failure that is under way matters more than a second. */
	void deleteAfter(Throwable failure, Path file) {
		try {
			this.disk.delete(file);
		}
		catch (IOException | RuntimeException ex) {
			failure.addSuppressed(ex);
		}
	}

	void force() throws IOException {
		this.disk.forceDirectory(this.path);
	}

}
