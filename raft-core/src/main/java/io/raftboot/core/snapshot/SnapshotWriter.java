package io.raftboot.core.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** A snapshot being written; one thread at a time. Nothing of it counts before commit. */
public interface SnapshotWriter extends Closeable {

	/** Where the content goes. Closing the stream is not needed and changes nothing. */
	OutputStream content();

	/**
	 * Completes it: after this returns it survives every crash. Nothing else can be done
	 * with the writer then, whether it succeeds or fails.
	 * @return the snapshot, or the one that was there before if the store's newest has
	 * the same index and term
	 * @throws io.raftboot.core.io.DiskFullException if there is no room for it, now or
	 * when its content was written: nothing is left of it
	 * @throws IOException if it cannot be made durable: then it is not there
	 */
	SnapshotFile commit() throws IOException;

	/** Drops it unless it was committed. */
	@Override
	void close() throws IOException;

}
