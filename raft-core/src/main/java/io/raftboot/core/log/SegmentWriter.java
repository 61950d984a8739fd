package io.raftboot.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;

import org.jspecify.annotations.Nullable;

/** The segment that is written to, and where its next frame goes. */
final class SegmentWriter implements Closeable {

	private final LogDirectory directory;

	private final Segment segment;

	private final DiskFile file;

	private final long bytesMax;

	private long end;

	private long filledEnd;

	private @Nullable SectorTableBuilder table;

	/**
	 * Goes on with a segment.
	 * @param end where its next frame goes
	 * @param filledEnd up to where the file is filled, with zeros or old frames
	 * @param bytesMax how many it may hold
	 * @param table of what the file holds, null if nobody knows without reading it
	 */
	SegmentWriter(LogDirectory directory, Segment segment, DiskFile file, long end, long filledEnd, long bytesMax,
			@Nullable SectorTableBuilder table) {
		this.directory = directory;
		this.segment = segment;
		this.file = file;
		this.end = end;
		this.filledEnd = filledEnd;
		this.bytesMax = bytesMax;
		this.table = table;
	}

	Segment segment() {
		return this.segment;
	}

	/** How many bytes the segment may hold. */
	long bytesMax() {
		return this.bytesMax;
	}

	long end() {
		return this.end;
	}

	boolean fits(int frameBytes) {
		return frameBytes <= this.bytesMax - this.end;
	}

	/** Whether so much is used that the next segment should be made. */
	boolean isFilling() {
		return this.end > this.bytesMax / 4;
	}

	/**
	 * How much of the next one's file should be filled by now if it is new: all of it
	 * when three quarters are used.
	 */
	long nextFilledBytes() {
		return Math.max(0L, 2L * (this.end - this.bytesMax / 4));
	}

	/**
	 * Makes room for a frame of this size, which fits. Large ones make theirs themselves
	 * when they are written.
	 * @throws DiskFullException if the disk has none; nothing has changed
	 */
	void reserve(int frameBytes) throws IOException {
		if (this.end + frameBytes > this.filledEnd && !ZeroFill.isWasteFor(frameBytes, this.bytesMax)) {
			long filledEnd = ZeroFill.endFor(this.end + frameBytes, this.bytesMax);
			ZeroFill.write(this.directory, this.file, this.filledEnd, filledEnd);
			this.filledEnd = filledEnd;
		}
	}

	/** Whether writes go to the disk at once, so that a force has little left to do. */
	boolean writesDirectly() {
		return this.file.blockBytes() > 1;
	}

	/** Where in a block of the file the next frame begins. */
	int offsetInBlock() {
		return (int) (this.end & (this.file.blockBytes() - 1));
	}

	/**
	 * How many zeros belong behind a frame of this size. They end with a block, so that
	 * the frame can be written past the cache. And in a file that is used again, no
	 * sector may keep old bytes behind a frame, where nothing tells them from a new
	 * one's.
	 */
	int zerosBehind(int frameBytes) {
		long frameEnd = this.end + frameBytes;
		long toBlock = -frameEnd & (this.file.blockBytes() - 1);
		if (frameEnd + toBlock <= this.bytesMax && this.file.blockBytes() >= FileWindow.SECTOR_BYTES) {
			return (int) toBlock;
		}
		return this.segment.header().isUsedAgain() ? (int) (-frameEnd & (FileWindow.SECTOR_BYTES - 1)) : 0;
	}

	/**
	 * Writes a frame for which room was made.
	 * @param frame the frame and the zeros behind it
	 * @throws DiskFullException if the disk has none after all; nothing has changed
	 */
	void write(ByteBuffer frame, int frameBytes) throws IOException {
		int start = frame.position();
		long frameEnd = this.end + frameBytes;
		long writeEnd = this.end + frame.remaining();
		try {
			this.file.writeDirect(frame, this.end);
		}
		catch (DiskFullException ex) {
			takeBack(writeEnd, ex);
			throw ZeroFill.noRoom(this.directory, frameBytes, ex);
		}
		if (this.table != null) {
			this.table.add(frame, start, frameBytes, (int) (writeEnd - frameEnd));
		}
		this.end = frameEnd;
		this.filledEnd = Math.max(this.filledEnd, frameEnd);
	}

	/**
	 * Forced, because another frame comes where a part of this one was: a crash must not
	 * leave sectors of both.
	 */
	private void takeBack(long writeEnd, DiskFullException full) throws IOException {
		this.table = null;
		try {
			if (!this.segment.header().isUsedAgain()) {
				this.file.truncate(this.filledEnd);
			}
			ZeroFill.write(this.directory, this.file, this.end, Math.min(writeEnd, this.filledEnd));
			this.file.force();
		}
		catch (IOException ex) {
			IOException failure = new IOException("A frame for which there was no room cannot be taken back", ex);
			failure.addSuppressed(full);
			throw failure;
		}
	}

	/** What the file holds, if that is known; nothing is written to it any more. */
	@Nullable SectorTable sectorTable() {
		return (this.table != null) ? this.table.build() : null;
	}

	void force() throws IOException {
		this.file.force();
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
