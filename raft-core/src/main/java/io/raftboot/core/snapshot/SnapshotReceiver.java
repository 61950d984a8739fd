package io.raftboot.core.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A snapshot file being received from another node; one thread at a time. Nothing of it
 * counts before commit.
 */
public interface SnapshotReceiver extends Closeable {

	/** Bytes that are there, from the start of the file. */
	long receivedBytes();

	/**
	 * Takes the next bytes.
	 * @param offset where they belong; bytes at or below {@link #receivedBytes} that are
	 * there already are skipped
	 * @throws IllegalArgumentException if they would leave a gap or exceed the file:
	 * nothing has changed
	 * @throws IOException if they cannot be written: what was received is gone then
	 */
	void write(long offset, ByteBuffer data) throws IOException;

	boolean isComplete();

	/**
	 * Checks the whole file and makes it durable. Nothing else can be done with the
	 * receiver then, whether it succeeds or fails.
	 * @return the snapshot, or the one that was there before if the store's newest has
	 * the same index and term
	 * @throws DamagedSnapshotException if it is not what was sent: it is gone then
	 * @throws UnsupportedSnapshotException if it is of a later version: it is gone then
	 * @throws IllegalStateException if it is not {@linkplain #isComplete complete}
	 * @throws IOException if it cannot be made durable: it is gone then
	 */
	SnapshotFile commit() throws IOException;

	/** Lets go. What was received stays for a later {@link SnapshotStore#receive}. */
	@Override
	void close() throws IOException;

}
