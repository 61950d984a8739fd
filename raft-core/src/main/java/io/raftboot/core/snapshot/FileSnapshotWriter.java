package io.raftboot.core.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;

import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;

import org.jspecify.annotations.Nullable;

/** A snapshot on its way into a file. The first failure deletes it. */
final class FileSnapshotWriter implements SnapshotWriter {

	private final FileSnapshotStore store;

	private final SnapshotDirectory directory;

	private final Path path;

	private final DiskFile file;

	private final SnapshotEncoder encoder;

	private final Content content = new Content();

	/** Why nothing more is taken. */
	private @Nullable String ended;

	private boolean diskFull;

	FileSnapshotWriter(FileSnapshotStore store, SnapshotDirectory directory, SnapshotHeader header) throws IOException {
		this.store = store;
		this.directory = directory;
		SnapshotName name = new SnapshotName(header.meta().index(), header.meta().term());
		this.path = directory.file(name, SnapshotName.WRITING);
		this.file = directory.create(this.path);
		try {
			this.encoder = new SnapshotEncoder(this.file, header);
		}
		catch (IOException | RuntimeException | Error ex) {
			directory.drop(this.file, this.path, ex);
			throw ex;
		}
	}

	@Override
	public OutputStream content() {
		return this.content;
	}

	@Override
	public SnapshotFile commit() throws IOException {
		checkOpen();
		try {
			SnapshotFile snapshot = this.encoder.finish();
			this.file.force();
			this.file.close();
			SnapshotFile published = this.store.publish(this.path, snapshot);
			this.ended = "it is complete";
			return published;
		}
		catch (IOException | RuntimeException | Error ex) {
			failed(ex);
			throw ex;
		}
		finally {
			this.store.ended(this);
		}
	}

	@Override
	public void close() throws IOException {
		if (this.ended != null) {
			return;
		}
		this.ended = "it was dropped";
		this.store.ended(this);
		try {
			this.file.close();
		}
		finally {
			this.directory.delete(this.path);
		}
	}

	Path path() {
		return this.path;
	}

	private void checkOpen() throws IOException {
		if (this.ended != null) {
			String message = "Nothing more can be written to snapshot " + this.path + ": " + this.ended;
			throw this.diskFull ? new DiskFullException(message) : new IOException(message);
		}
	}

	/** Gives up: a failed write or force is never tried again on the same file. */
	private void failed(Throwable failure) {
		this.ended = failure.toString();
		this.diskFull = failure instanceof DiskFullException;
		this.store.ended(this);
		this.directory.drop(this.file, this.path, failure);
	}

	private final class Content extends OutputStream {

		@Override
		public void write(int value) throws IOException {
			checkOpen();
			try {
				FileSnapshotWriter.this.encoder.write(value);
			}
			catch (IOException | RuntimeException | Error ex) {
				failed(ex);
				throw ex;
			}
		}

		@Override
		public void write(byte[] source, int offset, int length) throws IOException {
			Objects.checkFromIndexSize(offset, length, source.length);
			checkOpen();
			try {
				FileSnapshotWriter.this.encoder.write(source, offset, length);
			}
			catch (IOException | RuntimeException | Error ex) {
				failed(ex);
				throw ex;
			}
		}

	}

}
