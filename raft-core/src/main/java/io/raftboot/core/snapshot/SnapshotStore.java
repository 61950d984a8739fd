package io.raftboot.core.snapshot;

import java.io.Closeable;
import java.io.IOException;

import io.raftboot.core.model.SnapshotMeta;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of one node. At most one is being written and one being received at a
 * time; writing, receiving, reading and {@link #retain} may each have a thread of their
 * own. Methods may block and are never called on the loop's thread, except
 * {@link #newest}, which is for any.
 */
public interface SnapshotStore extends Closeable {

	/**
	 * The newest complete one, null if there is none. Opening the store has checked every
	 * byte of it; a damaged one is moved aside and the one before it counts.
	 */
	@Nullable SnapshotFile newest();

	/**
	 * Begins to write a snapshot of this node's own state.
	 * @throws IllegalStateException if one is being written
	 */
	SnapshotWriter write(SnapshotMeta meta) throws IOException;

	/**
	 * Begins to receive a snapshot file as it is on another node, or goes on with one
	 * that was received in part ({@link SnapshotReceiver#receivedBytes}) since the store
	 * was opened. What was received of another one is dropped.
	 * @param totalBytes its size
	 * @param checksum CRC32C of the whole file
	 * @throws io.raftboot.core.io.DiskFullException if there is no room for it; nothing
	 * has changed
	 * @throws IllegalArgumentException if there can be no such snapshot
	 * @throws IllegalStateException if one is being received
	 */
	SnapshotReceiver receive(long index, long term, long totalBytes, int checksum) throws IOException;

	/**
	 * Opens a snapshot for reading. Stays readable when the store deletes it meanwhile.
	 * @throws IOException if it is not there any more, or cannot be read
	 */
	SnapshotReader read(SnapshotFile snapshot) throws IOException;

	/**
	 * Reads every byte of a snapshot again, for one that others find damaged. If it is,
	 * or is not there any more, it counts no more: it is moved aside, and {@link #newest}
	 * is the one before it.
	 * @return whether it is good
	 * @throws IOException if it cannot be read, or cannot be moved aside; in that case it
	 * counts no more all the same
	 */
	boolean recheck(SnapshotFile snapshot) throws IOException;

	/**
	 * Deletes every snapshot older than the newest {@code count}, at least 1, and
	 * leftovers.
	 */
	void retain(int count) throws IOException;

	@Override
	void close() throws IOException;

}
