package io.raftboot.core.log;

import java.io.Closeable;
import java.io.IOException;

import io.raftboot.core.io.DiskFullException;

import org.jspecify.annotations.Nullable;

/**
 * Makes the file of the next segment ahead of its use, forced: an old one with the table
 * of what it held, or a new one with as many zeros as there was time for. So that
 * beginning it takes no longer than a force, and a full disk is met early, where nothing
 * is lost.
 */
interface SegmentPreparer extends Closeable {

	/**
	 * Begins to make the next file, unless one is ready or being made, or the disk was
	 * full the last time.
	 */
	void request();

	/**
	 * So much of a new file may be filled with zeros by now. None of the next one, when
	 * the segment in front begins.
	 */
	void allow(long bytes);

	/** Tries again after the disk was full. */
	void recheck();

	/**
	 * Hands over the next file, waiting for it or making it.
	 * @throws DiskFullException if there is no room; may be tried again
	 */
	BlankSegment take() throws IOException;

	/** What the last attempt said about a full disk, {@code null} if it had room. */
	@Nullable String diskFullReason();

	/** Ends the preparation and deletes what nobody took. */
	@Override
	void close() throws IOException;

}
