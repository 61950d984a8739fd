package io.raftboot.core.transport.tcp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.netty.buffer.ByteBuf;
import io.raftboot.core.transport.codec.FrameHeader;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into headers of 12 bytes and bodies of the length that the header tells,
 * wherever the reads happen to end. Each body is copied once, out of Netty's buffer into
 * an array of whoever takes the frame.
 */
final class FrameReader {

	/** Who takes the frames. Throws to stop the reading. */
	interface Target {

		/** Checks a header; returns the bytes of its body. Nothing is reserved before. */
		int onHeader(ByteBuffer header);

		/** An array for a body of this size, at least. */
		default byte[] body(ByteBuffer header, int bytes) {
			return new byte[bytes];
		}

		/** A whole frame; the header is valid during the call. */
		void onFrame(ByteBuffer header, ByteBuffer body);

	}

	/** Handshakes and messages have headers of this length. */
	static final int HEADER_BYTES = FrameHeader.BYTES;

	private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

	private byte @Nullable [] body;

	private int bodyBytes;

	private int bodyFilled;

	void read(ByteBuf input, Target target) {
		while (input.isReadable()) {
			byte[] body = this.body;
			if (body == null) {
				if (!readHeader(input)) {
					return;
				}
				this.bodyBytes = target.onHeader(this.header);
				body = target.body(this.header, this.bodyBytes);
				this.body = body;
				this.bodyFilled = 0;
			}
			int count = Math.min(this.bodyBytes - this.bodyFilled, input.readableBytes());
			input.readBytes(body, this.bodyFilled, count);
			this.bodyFilled += count;
			if (this.bodyFilled == this.bodyBytes) {
				this.body = null;
				this.header.clear();
				target.onFrame(this.header, ByteBuffer.wrap(body, 0, this.bodyBytes).order(ByteOrder.LITTLE_ENDIAN));
			}
		}
	}

	private boolean readHeader(ByteBuf input) {
		int count = Math.min(this.header.remaining(), input.readableBytes());
		input.readBytes(this.header.array(), this.header.position(), count);
		this.header.position(this.header.position() + count);
		return !this.header.hasRemaining();
	}

}
