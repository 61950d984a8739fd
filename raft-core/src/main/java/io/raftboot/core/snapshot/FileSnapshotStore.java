package io.raftboot.core.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.model.SnapshotMeta;

import org.jspecify.annotations.Nullable;

/**
 * Snapshots in files {@code <index>-<term>.snap} of one directory. A file is written (or
 * received) under another name, forced, renamed, and the directory forced; only then does
 * it count. A failure of any of that drops that one snapshot and harms no other: it is
 * thrown, and the store stays usable.
 * <p>
 * Writing, receiving, reading and {@link #retain} may each go on in a thread of their own
 * at the same time. Interrupting a thread closes the file it works on: its snapshot is
 * dropped, or its reader is of no more use, and nobody else notices. So only threads that
 * nobody interrupts should call, never those of users.
 * <p>
 * The directory is that of one store; locking it is up to the caller.
 */
public final class FileSnapshotStore implements SnapshotStore {

	private final SnapshotDirectory directory;

	private final LongSupplier timeMillis;

	private volatile @Nullable SnapshotFile newest;

	private volatile List<String> damaged;

	private @Nullable FileSnapshotWriter writer;

	private @Nullable FileSnapshotReceiver receiver;

	/** Kept for whoever goes on with it. */
	private @Nullable PartialSnapshot partial;

	private boolean closed;

	private FileSnapshotStore(SnapshotDirectory directory, LongSupplier timeMillis) throws IOException {
		this.directory = directory;
		this.timeMillis = timeMillis;
		this.newest = new SnapshotOpening(directory).run();
		this.damaged = directory.filesEnding(SnapshotName.DAMAGED);
	}

	/** Opens the store in this directory, with the clock of the system. */
	public static FileSnapshotStore open(Disk disk, Path directory) throws IOException {
		return open(disk, directory, System::currentTimeMillis);
	}

	/**
	 * Opens the store in this directory and makes that if need be. Reads the whole newest
	 * snapshot; if it is damaged it is renamed and the one before it counts.
	 * @param timeMillis what {@link SnapshotFile#createdMillis} is taken from
	 * @throws UnsupportedSnapshotException if the newest snapshot was written by a later
	 * version
	 */
	public static FileSnapshotStore open(Disk disk, Path directory, LongSupplier timeMillis) throws IOException {
		return new FileSnapshotStore(new SnapshotDirectory(disk, directory), timeMillis);
	}

	/**
	 * Names of the files that were found damaged, now or earlier, and are still kept. If
	 * there are any and the log does not reach back to {@link #newest}, then state is
	 * lost. For any thread.
	 */
	public List<String> damaged() {
		return this.damaged;
	}

	@Override
	public @Nullable SnapshotFile newest() {
		return this.newest;
	}

	@Override
	public synchronized SnapshotWriter write(SnapshotMeta meta) throws IOException {
		checkOpen();
		if (this.writer != null) {
			throw new IllegalStateException("Snapshot " + this.writer.path() + " is still being written");
		}
		this.writer = new FileSnapshotWriter(this, this.directory,
				new SnapshotHeader(meta, this.timeMillis.getAsLong()));
		return this.writer;
	}

	@Override
	public synchronized SnapshotReceiver receive(long index, long term, long totalBytes, int checksum)
			throws IOException {
		checkOpen();
		if (this.receiver != null) {
			throw new IllegalStateException("Snapshot " + this.receiver.path() + " is still being received");
		}
		PartialSnapshot wanted = new PartialSnapshot(new SnapshotName(index, term), totalBytes, checksum, 0L);
		if (this.partial != null && this.partial.isSameFile(wanted)) {
			wanted = this.partial;
		}
		else {
			deletePartial();
		}
		long usableBytes = this.directory.disk().usableBytes(this.directory.path());
		if (totalBytes - wanted.receivedBytes() > usableBytes) {
			throw new DiskFullException("No room for snapshot " + wanted.name() + " of " + totalBytes + " bytes in "
					+ this.directory.path() + ": only " + usableBytes + " are left");
		}
		this.partial = null;
		this.receiver = new FileSnapshotReceiver(this, this.directory, wanted);
		return this.receiver;
	}

	@Override
	public synchronized SnapshotReader read(SnapshotFile snapshot) throws IOException {
		checkOpen();
		return FileSnapshotReader.open(this.directory, snapshot);
	}

	@Override
	public boolean recheck(SnapshotFile snapshot) throws IOException {
		SnapshotOpening checking = new SnapshotOpening(this.directory);
		// Reading takes long, and only moving it aside concerns anybody else.
		if (checking.isGood(SnapshotName.of(snapshot))) {
			return true;
		}
		synchronized (this) {
			checkOpen();
			boolean wasNewest = snapshot.equals(this.newest);
			if (wasNewest) {
				this.newest = null; // whatever fails from here on
			}
			boolean good = checking.check(SnapshotName.of(snapshot)) != null;
			if (wasNewest) {
				this.newest = good ? snapshot : checking.newest();
			}
			if (good) {
				return true;
			}
			this.damaged = this.directory.filesEnding(SnapshotName.DAMAGED);
			return false;
		}
	}

	@Override
	public synchronized void retain(int count) throws IOException {
		checkOpen();
		if (count < 1) {
			throw new IllegalArgumentException("At least one snapshot is retained, not " + count);
		}
		SnapshotCleaning cleaning = new SnapshotCleaning(this.directory);
		SnapshotFile newest = this.newest;
		if (newest != null) {
			cleaning.deleteSnapshots(SnapshotName.of(newest), count);
			if (this.partial != null && this.partial.name().compareTo(SnapshotName.of(newest)) <= 0) {
				deletePartial();
			}
		}
		cleaning.deleteDamaged();
		cleaning.deleteUnfinished(inUse());
		this.damaged = this.directory.filesEnding(SnapshotName.DAMAGED);
		this.directory.force();
	}

	/** Ends nothing that is under way, but nothing of that will count any more. */
	@Override
	public synchronized void close() throws IOException {
		if (!this.closed) {
			this.closed = true;
			deletePartial();
		}
	}

	/**
	 * Makes a file that was forced a snapshot. If this one is there already, checked or
	 * written in this life, then that one stays: somebody may be reading it.
	 */
	synchronized SnapshotFile publish(Path from, SnapshotFile snapshot) throws IOException {
		checkOpen();
		SnapshotName name = SnapshotName.of(snapshot);
		SnapshotFile newest = this.newest;
		int order = (newest != null) ? name.compareTo(SnapshotName.of(newest)) : 1;
		if (newest != null && order == 0) {
			this.directory.delete(from);
			return newest;
		}
		this.directory.publish(from, name);
		if (order > 0) {
			this.newest = snapshot;
		}
		return snapshot;
	}

	synchronized void ended(FileSnapshotWriter writer) {
		if (this.writer == writer) {
			this.writer = null;
		}
	}

	synchronized void ended(FileSnapshotReceiver receiver) {
		if (this.receiver == receiver) {
			this.receiver = null;
		}
	}

	/** Takes back what was received so far. */
	synchronized void keep(FileSnapshotReceiver receiver, PartialSnapshot received) throws IOException {
		ended(receiver);
		this.partial = received;
		if (this.closed) {
			deletePartial();
		}
	}

	private void deletePartial() throws IOException {
		PartialSnapshot partial = this.partial;
		if (partial != null) {
			this.partial = null;
			this.directory.delete(this.directory.file(partial.name(), SnapshotName.RECEIVING));
		}
	}

	private Set<Path> inUse() {
		Set<Path> files = new HashSet<>();
		if (this.writer != null) {
			files.add(this.writer.path());
		}
		if (this.receiver != null) {
			files.add(this.receiver.path());
		}
		if (this.partial != null) {
			files.add(this.directory.file(this.partial.name(), SnapshotName.RECEIVING));
		}
		return files;
	}

	private void checkOpen() throws IOException {
		if (this.closed) {
			throw new IOException("The snapshot store in " + this.directory.path() + " is closed");
		}
	}

}
