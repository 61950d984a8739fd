package io.raftboot.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;

/** The segment that is written to, and where its next frame goes. */
final class SegmentWriter implements Closeable {

	private final LogDirectory directory;

	private final Segment segment;

	private final DiskFile file;

	private final long bytesMax;

	private long end;

	private long zerosEnd;

	/**
	 * Goes on with a segment.
	 * @param end where its next frame goes
	 * @param zerosEnd up to where the file is filled with zeros
	 * @param bytesMax how many it may hold
	 */
	SegmentWriter(LogDirectory directory, Segment segment, DiskFile file, long end, long zerosEnd, long bytesMax) {
		this.directory = directory;
		this.segment = segment;
		this.file = file;
		this.end = end;
		this.zerosEnd = zerosEnd;
		this.bytesMax = bytesMax;
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
	 * Makes room for a frame of this size, which fits.
	 * @throws DiskFullException if the disk has none; nothing has changed
	 */
	void reserve(int frameBytes) throws IOException {
		if (this.end + frameBytes > this.zerosEnd) {
			long zerosEnd = ZeroFill.endFor(this.end + frameBytes, this.bytesMax);
			ZeroFill.write(this.directory, this.file, this.zerosEnd, zerosEnd);
			this.zerosEnd = zerosEnd;
		}
	}

	/** Writes a frame for which room was made. */
	void write(ByteBuffer frame) throws IOException {
		int bytes = frame.remaining();
		this.file.write(frame, this.end);
		this.end += bytes;
	}

	void force() throws IOException {
		this.file.force();
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
