package io.raftboot.core.log;

import java.io.IOException;
import java.util.List;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.model.EntryBatch;

import org.jspecify.annotations.Nullable;

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
	 * is durable before {@link #force}. The memory of the batches is the caller's again
	 * when this returns. The term of the entries must be in the {@link MetaStore}
	 * already, so that a term is never lost while its entries stay.
	 * @throws DiskFullException if no segment can be made for them: nothing was written,
	 * and the same append may be tried again later
	 * @throws IllegalArgumentException if the batches leave a gap, or a term goes back or
	 * was not stored
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

	/**
	 * Lets go of entries below this index, as far as that is cheap: {@link #firstIndex}
	 * rises to at most {@code firstIndexToKeep}, and may as well stay. The last entry
	 * always stays. A crash in between leaves the old log or the shorter one. A reader
	 * that wants what is gone gets an {@link IndexOutOfBoundsException}. Called by the
	 * log writer, after a snapshot that covers what is dropped is durable and
	 * {@link Meta#snapshotIndex} says so.
	 * @param firstIndexToKeep lowest index that must stay
	 * @throws IllegalArgumentException if the newest snapshot in meta does not cover what
	 * is below; nothing has changed
	 */
	void compact(long firstIndexToKeep) throws IOException;

	/**
	 * Drops every entry and starts anew behind a snapshot. Durable when it returns; a
	 * crash in between leaves the old log or the new one, never a mixture. Called by the
	 * log writer, after the snapshot is durable and {@link Meta#snapshotIndex} says so.
	 * @param index index of the last entry the snapshot covers
	 * @param term term of that entry
	 * @throws DiskFullException if there is no room to begin with: nothing has changed
	 * @throws IllegalArgumentException if that is not the newest snapshot in meta, or its
	 * term was not stored; nothing has changed
	 */
	void reset(long index, long term) throws IOException;

	/**
	 * Bytes of the log's segments. The last one counts whole, though its file grows as it
	 * is filled.
	 */
	long bytes();

	/**
	 * Bytes the log was opened with and all it has taken since, whatever was deleted of
	 * them: grows only. For any thread.
	 */
	long writtenBytes();

	/** Number of segments, 1 for a log in memory. */
	int segments();

	/** How long the last force took; 0 before the first and in memory. */
	default long lastForceNanos() {
		return 0L;
	}

	/** How long the latest forces took. */
	default RecentForces recentForces() {
		return RecentForces.NONE;
	}

	/**
	 * Whether the disk has no room for the next segment. What fits into the current one
	 * is still taken.
	 */
	default boolean isDiskFull() {
		return diskFullReason() != null;
	}

	/** What is said about the full disk, {@code null} while it is not. */
	default @Nullable String diskFullReason() {
		return null;
	}

	/**
	 * Looks again whether there is room, if there was none. May be called by any thread;
	 * the answer shows in {@link #isDiskFull} a little later.
	 */
	default void recheckDiskSpace() {
	}

}
