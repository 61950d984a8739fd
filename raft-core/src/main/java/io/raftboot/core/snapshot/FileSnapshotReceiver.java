package io.raftboot.core.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import io.raftboot.core.io.DiskFile;

import org.jspecify.annotations.Nullable;

/** Another node's snapshot on its way into a file. The first failure deletes it. */
final class FileSnapshotReceiver implements SnapshotReceiver {

	private final FileSnapshotStore store;

	private final SnapshotDirectory directory;

	private final PartialSnapshot begun;

	private final Path path;

	private final DiskFile file;

	private long receivedBytes;

	/** Why nothing more is taken. */
	private @Nullable String ended;

	FileSnapshotReceiver(FileSnapshotStore store, SnapshotDirectory directory, PartialSnapshot begun)
			throws IOException {
		this.store = store;
		this.directory = directory;
		this.begun = begun;
		this.path = directory.file(begun.name(), SnapshotName.RECEIVING);
		this.receivedBytes = begun.receivedBytes();
		this.file = (this.receivedBytes > 0) ? directory.open(this.path) : directory.create(this.path);
	}

	@Override
	public long receivedBytes() {
		return this.receivedBytes;
	}

	@Override
	public void write(long offset, ByteBuffer data) throws IOException {
		checkOpen();
		if (offset < 0 || offset > this.receivedBytes || offset > this.begun.totalBytes() - data.remaining()) {
			throw new IllegalArgumentException(data.remaining() + " bytes at offset " + offset + " do not fit behind "
					+ this.receivedBytes + " of " + this.begun.totalBytes() + " bytes of snapshot " + this.path);
		}
		int known = (int) Math.min(data.remaining(), this.receivedBytes - offset);
		data.position(data.position() + known);
		int bytes = data.remaining();
		try {
			this.file.write(data, this.receivedBytes);
		}
		catch (IOException | RuntimeException | Error ex) {
			failed(ex);
			throw ex;
		}
		this.receivedBytes += bytes;
	}

	@Override
	public boolean isComplete() {
		return this.receivedBytes == this.begun.totalBytes();
	}

	@Override
	public SnapshotFile commit() throws IOException {
		checkOpen();
		if (!isComplete()) {
			throw new IllegalStateException("Only " + this.receivedBytes + " of " + this.begun.totalBytes()
					+ " bytes of snapshot " + this.path + " were received");
		}
		try {
			SnapshotFile received = SnapshotOpening.check(this.file, this.path, this.begun.name());
			if (received.checksum() != this.begun.checksum()) {
				throw new DamagedSnapshotException("Snapshot " + this.path + " is not the one that was announced: "
						+ "the checksum of the whole file differs");
			}
			this.file.force();
			this.file.close();
			SnapshotFile published = this.store.publish(this.path, received);
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
		this.ended = "it was closed";
		try {
			this.file.close();
		}
		finally {
			this.store.keep(this, this.begun.withReceivedBytes(this.receivedBytes));
		}
	}

	Path path() {
		return this.path;
	}

	private void checkOpen() throws IOException {
		if (this.ended != null) {
			throw new IOException("Nothing more is received of snapshot " + this.path + ": " + this.ended);
		}
	}

	/** Gives up: a failed write or force is never tried again on the same file. */
	private void failed(Throwable failure) {
		this.ended = failure.toString();
		this.store.ended(this);
		this.directory.drop(this.file, this.path, failure);
	}

}
