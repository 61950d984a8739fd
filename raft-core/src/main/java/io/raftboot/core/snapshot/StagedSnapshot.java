package io.raftboot.core.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import io.raftboot.core.io.DiskFile;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot file in a {@link StagingArea}: grows by {@link #append}, counts for
 * something after {@link #check}, and is gone when it is closed. For one thread at a
 * time.
 */
public final class StagedSnapshot implements SnapshotReader {

	private final SnapshotDirectory directory;

	private final Path path;

	private final DiskFile disk;

	private long bytes;

	private @Nullable SnapshotFile checked;

	StagedSnapshot(SnapshotDirectory directory, Path path) throws IOException {
		this.directory = directory;
		this.path = path;
		this.disk = directory.create(path);
	}

	/** How much there is. */
	public long bytes() {
		return this.bytes;
	}

	/**
	 * Adds these bytes; after a failure the same may be tried again.
	 * @throws io.raftboot.core.io.DiskFullException if there is no room for them
	 */
	public void append(ByteBuffer data) throws IOException {
		ByteBuffer source = data.duplicate();
		int more = source.remaining();
		this.disk.write(source, this.bytes);
		this.bytes += more;
	}

	/**
	 * Reads all of it and says what it is.
	 * @throws DamagedSnapshotException if it is no snapshot, or not what was written
	 * @throws UnsupportedSnapshotException if a later version wrote it
	 */
	public SnapshotFile check() throws IOException {
		SnapshotFile found = new SnapshotDecoder(this.disk, this.path).readAll();
		this.checked = found;
		return found;
	}

	@Override
	public SnapshotFile file() {
		SnapshotFile found = this.checked;
		if (found == null) {
			throw new IllegalStateException("Nobody knows yet what " + this.path + " is");
		}
		return found;
	}

	@Override
	public int read(long offset, ByteBuffer target) throws IOException {
		return this.disk.read(target, offset);
	}

	@Override
	public InputStream content() throws IOException {
		return new SnapshotContent(new SnapshotDecoder(this.disk, this.path));
	}

	@Override
	public void close() throws IOException {
		try (this.disk) {
			this.directory.delete(this.path);
		}
	}

}
