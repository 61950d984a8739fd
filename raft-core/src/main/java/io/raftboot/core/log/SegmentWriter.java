package io.raftboot.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.raftboot.core.io.DiskFile;

/** The segment that is written to, and where its next frame goes. */
final class SegmentWriter implements Closeable {

	private final Segment segment;

	private final DiskFile file;

	private long end;

	SegmentWriter(Segment segment, DiskFile file, long end) {
		this.segment = segment;
		this.file = file;
		this.end = end;
	}

	Segment segment() {
		return this.segment;
	}

	long end() {
		return this.end;
	}

	boolean fits(int frameBytes) {
		return frameBytes <= this.segment.fileBytes() - this.end;
	}

	/** Whether so much is used that the next segment should be made. */
	boolean isFilling() {
		return this.end > this.segment.fileBytes() / 4;
	}

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
