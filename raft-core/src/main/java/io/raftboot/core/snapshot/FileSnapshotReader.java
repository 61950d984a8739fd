package io.raftboot.core.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import io.raftboot.core.io.DiskFile;

/** A snapshot file, open for reading on a channel of its own. */
final class FileSnapshotReader implements SnapshotReader {

	private final SnapshotFile snapshot;

	private final Path path;

	private final DiskFile file;

	private FileSnapshotReader(SnapshotFile snapshot, Path path, DiskFile file) {
		this.snapshot = snapshot;
		this.path = path;
		this.file = file;
	}

	/**
	 * Opens the file and looks at its header and size; the rest is checked on reading.
	 */
	static FileSnapshotReader open(SnapshotDirectory directory, SnapshotFile snapshot) throws IOException {
		Path path = directory.file(SnapshotName.of(snapshot), "");
		DiskFile file = directory.disk().openForRead(path);
		try {
			SnapshotHeader header = new SnapshotDecoder(file, path).header();
			if (file.size() != snapshot.totalBytes() || header.createdMillis() != snapshot.createdMillis()
					|| !header.meta().equals(snapshot.meta())) {
				throw new IOException("Snapshot " + path + " is not the one that was asked for: it was replaced");
			}
			return new FileSnapshotReader(snapshot, path, file);
		}
		catch (IOException | RuntimeException | Error ex) {
			file.close();
			throw ex;
		}
	}

	@Override
	public SnapshotFile file() {
		return this.snapshot;
	}

	@Override
	public int read(long offset, ByteBuffer target) throws IOException {
		if (offset < 0) {
			throw new IllegalArgumentException("No byte is at offset " + offset);
		}
		return this.file.read(target, offset);
	}

	@Override
	public InputStream content() throws IOException {
		return new SnapshotContent(new SnapshotDecoder(this.file, this.path));
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
