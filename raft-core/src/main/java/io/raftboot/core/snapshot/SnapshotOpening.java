package io.raftboot.core.snapshot;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import io.raftboot.core.io.DiskFile;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of opening a {@link FileSnapshotStore}: make the directory durable, delete
 * what was never completed, then find the newest snapshot of which every byte is right.
 */
final class SnapshotOpening {

	private static final Logger logger = LoggerFactory.getLogger(FileSnapshotStore.class);

	private final SnapshotDirectory directory;

	SnapshotOpening(SnapshotDirectory directory) {
		this.directory = directory;
	}

	/** The newest good snapshot; damaged ones that would be newer are moved aside. */
	@Nullable SnapshotFile run() throws IOException {
		this.directory.make();
		deleteAll(SnapshotName.SUFFIX + SnapshotName.WRITING);
		deleteAll(SnapshotName.SUFFIX + SnapshotName.RECEIVING);
		for (String file : this.directory.filesEnding(SnapshotName.SUFFIX)) {
			if (SnapshotName.parse(file) == null) {
				logger.warn("{} is not named like a snapshot and is left alone", this.directory.path().resolve(file));
			}
		}
		return newest();
	}

	/** The newest good one; what is damaged on the way there is moved aside. */
	@Nullable SnapshotFile newest() throws IOException {
		List<SnapshotName> names = this.directory.snapshots();
		for (int i = names.size() - 1; i >= 0; i--) {
			SnapshotFile good = check(names.get(i));
			if (good != null) {
				return good;
			}
		}
		return null;
	}

	private void deleteAll(String suffix) throws IOException {
		for (String file : this.directory.filesEnding(suffix)) {
			this.directory.delete(this.directory.path().resolve(file));
		}
	}

	/** Whether every byte is right; changes nothing. */
	boolean isGood(SnapshotName name) throws IOException {
		Path path = this.directory.file(name, "");
		try (DiskFile file = this.directory.disk().openForRead(path)) {
			check(file, path, name);
			return true;
		}
		catch (DamagedSnapshotException | NoSuchFileException ex) {
			return false;
		}
	}

	/** Null if it is damaged and was moved aside, or is gone. */
	@Nullable SnapshotFile check(SnapshotName name) throws IOException {
		Path path = this.directory.file(name, "");
		try (DiskFile file = this.directory.disk().openForRead(path)) {
			return check(file, path, name);
		}
		catch (DamagedSnapshotException ex) {
			Path aside = this.directory.file(name, SnapshotName.DAMAGED);
			logger.warn("{}. It is kept as {}; the snapshot before it counts", ex.getMessage(), aside.getFileName());
			this.directory.disk().rename(path, aside);
			this.directory.force();
			return null;
		}
		catch (NoSuchFileException ex) {
			logger.warn("Snapshot {} is gone; the snapshot before it counts", path);
			return null;
		}
	}

	/**
	 * Reads a whole file.
	 * @throws DamagedSnapshotException if anything in it is wrong, or it is not the
	 * snapshot its name says
	 */
	static SnapshotFile check(DiskFile file, Path path, SnapshotName name) throws IOException {
		SnapshotFile found = new SnapshotDecoder(file, path).readAll();
		if (!SnapshotName.of(found).equals(name)) {
			throw new DamagedSnapshotException("Snapshot " + path + " is damaged: it holds index "
					+ found.meta().index() + " and term " + found.meta().term());
		}
		return found;
	}

}
