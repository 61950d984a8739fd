package io.raftboot.core.log;

import java.io.IOException;
import java.util.List;

import io.raftboot.core.model.EntryBatch;

/**
 * The replicated log of one node. {@link #append} and {@link #force} are called by one
 * thread, the log writer; everything else by any thread. After the first failed write or
 * force every later append and force fails ({@link StoreFailedException}); nothing is
 * retried.
 */
public interface LogStore {

	/** What opening the log found. */
	RecoveredLog recovered();

	/** Lowest index that can be read; 1 for a log that was never compacted. */
	long firstIndex();

	/**
	 * Index of the last entry appended, durable or not; {@code firstIndex() - 1} when
	 * empty.
	 */
	long lastIndex();

	/**
	 * Writes these batches, which follow each other, in one frame. A first index at or
	 * below {@link #lastIndex()} overrides: the entries from there on are gone. Nothing
	 * is durable before {@link #force}.
	 */
	void append(List<EntryBatch> batches) throws IOException;

	/** Makes everything appended durable. */
	void force() throws IOException;

	/**
	 * Reads entries from {@code firstIndex}, at most to {@code lastIndex}, as many as
	 * {@code bytesMax} holds but at least one, every checksum verified. May block.
	 * @throws IndexOutOfBoundsException if {@code firstIndex} is not in the log
	 * @throws CorruptLogException if what stands there is not what was written
	 */
	EntryBatch read(long firstIndex, long lastIndex, int bytesMax) throws IOException;

	/** Bytes the log takes on disk. */
	long bytes();

	/** Number of segments, 1 for a log in memory. */
	int segments();

}
