package io.raftboot.core.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

import io.raftboot.core.model.SnapshotMeta;

import org.jspecify.annotations.Nullable;

/**
 * Snapshots in memory, for tests: complete ones live as long as this object, through any
 * number of {@link #close} and {@link #reopen}. They are the very files of a
 * {@link FileSnapshotStore}, so either can receive from the other.
 */
public final class MemorySnapshotStore implements SnapshotStore {

	private static final Path DIRECTORY = Path.of("snap");

	private MemoryDisk disk = new MemoryDisk();

	private final LongSupplier timeMillis;

	private volatile FileSnapshotStore files;

	/** With the clock of the system. */
	public MemorySnapshotStore() {
		this(System::currentTimeMillis);
	}

	/**
	 * A store without snapshots.
	 * @param timeMillis what {@link SnapshotFile#createdMillis} is taken from
	 */
	public MemorySnapshotStore(LongSupplier timeMillis) {
		this.timeMillis = timeMillis;
		this.files = open();
	}

	/**
	 * Opens it again after {@link #close}, or as if after a crash: what was under way is
	 * gone, and those who still hold it can do no harm.
	 */
	public MemorySnapshotStore reopen() {
		close();
		this.disk = this.disk.copy();
		this.files = open();
		return this;
	}

	@Override
	public @Nullable SnapshotFile newest() {
		return this.files.newest();
	}

	@Override
	public SnapshotWriter write(SnapshotMeta meta) throws IOException {
		return this.files.write(meta);
	}

	@Override
	public SnapshotReceiver receive(long index, long term, long totalBytes, int checksum) throws IOException {
		return this.files.receive(index, term, totalBytes, checksum);
	}

	@Override
	public SnapshotReader read(SnapshotFile snapshot) throws IOException {
		return this.files.read(snapshot);
	}

	@Override
	public boolean recheck(SnapshotFile snapshot) throws IOException {
		return this.files.recheck(snapshot);
	}

	@Override
	public void retain(int count) throws IOException {
		this.files.retain(count);
	}

	@Override
	public void close() {
		try {
			this.files.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private FileSnapshotStore open() {
		try {
			return FileSnapshotStore.open(this.disk, DIRECTORY, this.timeMillis);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
