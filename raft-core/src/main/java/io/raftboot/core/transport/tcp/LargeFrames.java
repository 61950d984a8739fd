package io.raftboot.core.transport.tcp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.Message;
import io.raftboot.core.transport.codec.FrameHeader;

/**
 * Large frames with commands that wait for one connection, and those with commands behind
 * them, which keep their order. They leave in pieces, one at a time, so that heartbeats
 * and whatever else is small need not wait until megabytes have gone through a slow link.
 * Loop thread only.
 */
final class LargeFrames {

	/**
	 * Frames from this size on are cut into pieces: only commands larger than usual make
	 * them.
	 */
	static final int BYTES_MIN = 2 << 20;

	/** Bytes in front of the bytes of each piece. */
	static final int PIECE_HEADER_BYTES = FrameHeader.BYTES + Integer.BYTES;

	private static final int PIECE_BYTES = 128 << 10;

	private final ArrayDeque<ByteBuf> frames = new ArrayDeque<>();

	private long bytes;

	/** Whether the first one is being sent in pieces. */
	private boolean cutting;

	/** Whether a message has to keep its place behind another one of these. */
	static boolean isOrdered(Message message) {
		return message instanceof AppendEntries || message instanceof ForwardRequest;
	}

	boolean isEmpty() {
		return this.frames.isEmpty();
	}

	/** Takes over a frame. */
	void add(ByteBuf frame) {
		this.frames.add(frame);
		this.bytes += frame.readableBytes();
	}

	/** Bytes of what waits here. */
	long bytes() {
		return this.bytes;
	}

	/**
	 * The next piece, or a whole frame that is not large; the caller's from here on.
	 * There must be one.
	 */
	ByteBuf next(int groupHash, ByteBufAllocator allocator) {
		ByteBuf first = this.frames.element();
		if (!this.cutting && first.readableBytes() < BYTES_MIN) {
			this.bytes -= first.readableBytes();
			return this.frames.remove();
		}
		int bytes = Math.min(PIECE_BYTES, first.readableBytes());
		ByteBuf header = allocator.directBuffer(PIECE_HEADER_BYTES);
		ByteBuffer view = header.nioBuffer(0, PIECE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
		FrameHeader.write(view, groupHash, FrameHeader.PIECE, Integer.BYTES + bytes);
		view.putInt(first.readableBytes() - bytes);
		header.writerIndex(PIECE_HEADER_BYTES);
		this.bytes -= bytes;
		this.cutting = bytes < first.readableBytes();
		ByteBuf piece = this.cutting ? first.readRetainedSlice(bytes) : this.frames.remove();
		return Unpooled.wrappedBuffer(header, piece);
	}

	void release() {
		for (ByteBuf frame = this.frames.poll(); frame != null; frame = this.frames.poll()) {
			frame.release();
		}
		this.bytes = 0L;
		this.cutting = false;
	}

}
