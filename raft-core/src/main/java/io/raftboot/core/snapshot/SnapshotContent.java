package io.raftboot.core.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The content of a snapshot file as a stream. Its end is reported only after the trailer
 * was found right. Closing it does nothing.
 */
final class SnapshotContent extends InputStream {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final SnapshotDecoder decoder;

	private @Nullable ByteBuffer chunk = NOTHING;

	SnapshotContent(SnapshotDecoder decoder) {
		this.decoder = decoder;
	}

	@Override
	public int read() throws IOException {
		ByteBuffer chunk = chunk();
		return (chunk != null) ? chunk.get() & 0xff : -1;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		ByteBuffer chunk = chunk();
		if (chunk == null) {
			return -1;
		}
		int bytes = Math.min(length, chunk.remaining());
		chunk.get(target, offset, bytes);
		return bytes;
	}

	@Override
	public int available() {
		return (this.chunk != null) ? this.chunk.remaining() : 0;
	}

	private @Nullable ByteBuffer chunk() throws IOException {
		if (this.chunk != null && !this.chunk.hasRemaining()) {
			this.chunk = NOTHING; // should the next line fail: it shares the decoder's
									// buffer
			this.chunk = this.decoder.next();
		}
		return this.chunk;
	}

}
