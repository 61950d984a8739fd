package io.raftboot.core.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Looks at a file piece by piece, reading ahead, so that walking many small frames does
 * not cost a system call each. For one thread.
 */
final class FileWindow {

	/** Unit that a disk writes completely or not at all. */
	static final int SECTOR_BYTES = 512;

	private static final byte[] ZEROS = new byte[64 * 1024];

	private final Source source;

	private ByteBuffer buffer;

	private long start;

	private int filled;

	FileWindow(Source source, int bytes) {
		this.source = source;
		this.buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	/** The heap buffer the last {@link #load} speaks of. */
	ByteBuffer buffer() {
		return this.buffer;
	}

	/** Forgets what was read ahead: the file may have grown since. */
	void reset() {
		this.filled = 0;
	}

	/**
	 * Makes these bytes of the file available.
	 * @return where in {@link #buffer()} they start
	 */
	int load(long position, int bytes) throws IOException {
		if (position >= this.start && position + bytes <= this.start + this.filled) {
			return (int) (position - this.start);
		}
		if (bytes > this.buffer.capacity()) {
			this.buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
		}
		this.filled = 0;
		this.filled = this.source.read(this.buffer.clear(), position);
		this.start = position;
		if (this.filled < bytes) {
			throw new EOFException("The file ends at " + (position + this.filled) + ", before " + (position + bytes));
		}
		return 0;
	}

	/**
	 * Position behind the last byte of this range that is not zero, else {@code from}.
	 */
	long endOfData(long from, long to) throws IOException {
		long end = from;
		for (long at = from; at < to;) {
			int bytes = (int) Math.min(to - at, ZEROS.length);
			int offset = load(at, bytes);
			if (!Arrays.equals(this.buffer.array(), offset, offset + bytes, ZEROS, 0, bytes)) {
				int last = offset + bytes - 1;
				while (this.buffer.get(last) == 0) {
					last--;
				}
				end = at + last - offset + 1;
			}
			at += bytes;
		}
		return end;
	}

	boolean isZero(long from, long to) throws IOException {
		return endOfData(from, to) == from;
	}

	/** What a window looks at. */
	interface Source {

		/** Reads until the buffer is full or the file ends; returns the bytes read. */
		int read(ByteBuffer target, long position) throws IOException;

	}

}
