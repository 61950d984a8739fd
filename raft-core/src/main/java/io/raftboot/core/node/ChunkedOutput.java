package io.raftboot.core.node;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes bytes of a length that is not known ahead: as chunks of
 * {@code u32 length | bytes}, little-endian, ended by a chunk of length 0. Closing ends
 * them and leaves the target open.
 */
final class ChunkedOutput extends OutputStream {

	static final int CHUNK_BYTES_MAX = 64 << 10;

	private final OutputStream target;

	private final byte[] chunk = new byte[4 + CHUNK_BYTES_MAX];

	private int used = 4;

	private boolean ended;

	ChunkedOutput(OutputStream target) {
		this.target = target;
	}

	@Override
	public void write(int value) throws IOException {
		checkOpen();
		if (this.used == this.chunk.length) {
			writeChunk();
		}
		this.chunk[this.used++] = (byte) value;
	}

	@Override
	public void write(byte[] source, int offset, int length) throws IOException {
		checkOpen();
		int from = offset;
		int left = length;
		while (left > 0) {
			if (this.used == this.chunk.length) {
				writeChunk();
			}
			int part = Math.min(left, this.chunk.length - this.used);
			System.arraycopy(source, from, this.chunk, this.used, part);
			this.used += part;
			from += part;
			left -= part;
		}
	}

	@Override
	public void close() throws IOException {
		if (this.ended) {
			return;
		}
		if (this.used > 4) {
			writeChunk();
		}
		writeChunk();
		this.ended = true;
	}

	/** A state that is kept and written to later would end up in another's section. */
	private void checkOpen() throws IOException {
		if (this.ended) {
			throw new IOException("The section of this state machine is closed");
		}
	}

	private void writeChunk() throws IOException {
		int length = this.used - 4;
		this.chunk[0] = (byte) length;
		this.chunk[1] = (byte) (length >> 8);
		this.chunk[2] = (byte) (length >> 16);
		this.chunk[3] = (byte) (length >> 24);
		this.target.write(this.chunk, 0, this.used);
		this.used = 4;
	}

}
