package io.raftboot.core.node;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads what {@link ChunkedOutput} wrote, up to its end. Closing skips what is left and
 * leaves the source open, standing behind it.
 */
final class ChunkedInput extends InputStream {

	private final InputStream source;

	/** Bytes left of this chunk, -1 behind the last one. */
	private int left;

	ChunkedInput(InputStream source) {
		this.source = source;
	}

	@Override
	public int read() throws IOException {
		if (!hasMore()) {
			return -1;
		}
		int value = this.source.read();
		if (value < 0) {
			throw new EOFException("The snapshot ends inside a chunk");
		}
		this.left--;
		return value;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		if (!hasMore()) {
			return -1;
		}
		int count = this.source.read(target, offset, Math.min(length, this.left));
		if (count < 0) {
			throw new EOFException("The snapshot ends inside a chunk");
		}
		this.left -= count;
		return count;
	}

	@Override
	public int available() {
		return Math.max(0, this.left);
	}

	@Override
	public void close() throws IOException {
		byte[] skipped = new byte[8192];
		while (read(skipped, 0, skipped.length) >= 0) {
			// Until the end.
		}
	}

	private boolean hasMore() throws IOException {
		if (this.left == 0) {
			byte[] length = this.source.readNBytes(4);
			if (length.length < 4) {
				throw new EOFException("The snapshot ends in front of a chunk");
			}
			int bytes = (length[0] & 0xff) | (length[1] & 0xff) << 8 | (length[2] & 0xff) << 16
					| (length[3] & 0xff) << 24;
			if (bytes < 0 || bytes > ChunkedOutput.CHUNK_BYTES_MAX) {
				throw new IOException("The snapshot has a chunk of " + bytes + " bytes");
			}
			this.left = (bytes == 0) ? -1 : bytes;
		}
		return this.left > 0;
	}

}
