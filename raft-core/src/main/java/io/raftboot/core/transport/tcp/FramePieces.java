package io.raftboot.core.transport.tcp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.MalformedFrameException;
import org.jspecify.annotations.Nullable;

/** Puts the pieces of a large frame together. Loop thread only. */
final class FramePieces {

	private byte @Nullable [] frame;

	private int filled;

	/**
	 * Adds a piece.
	 * @param body of the frame that carried it
	 * @param frameBytesMax largest whole frame
	 * @return the whole frame with the last piece, null before
	 * @throws MalformedFrameException if it does not fit the pieces before it
	 */
	@Nullable ByteBuffer add(ByteBuffer body, int frameBytesMax) {
		if (body.remaining() <= Integer.BYTES) {
			throw new MalformedFrameException("empty piece of a frame");
		}
		long following = body.getInt() & 0xffff_ffffL;
		byte[] target = this.frame;
		if (target == null) {
			long bytes = body.remaining() + following;
			if (bytes < FrameHeader.BYTES || bytes > frameBytesMax) {
				throw new MalformedFrameException("frame of " + bytes + " bytes in pieces; " + FrameHeader.BYTES
						+ " to " + frameBytesMax + " are allowed");
			}
			target = new byte[(int) bytes];
			this.frame = target;
			this.filled = 0;
		}
		if (body.remaining() + following != target.length - this.filled) {
			throw new MalformedFrameException("piece of " + body.remaining() + " bytes before " + following
					+ " others, where " + (target.length - this.filled) + " were missing");
		}
		int bytes = body.remaining();
		body.get(target, this.filled, bytes);
		this.filled += bytes;
		if (following > 0) {
			return null;
		}
		this.frame = null;
		return ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
	}

}
