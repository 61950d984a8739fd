package io.raftboot.core.transport.tcp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.raftboot.core.model.Message;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.MessageEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one connection: frames encoded one behind the other into direct chunks.
 * While the socket takes all, a flush is one chunk and one write. While it does not, new
 * frames fill up the current chunk before another one is made, so that many small
 * messages to a slow peer take little more memory than their bytes, which are bounded.
 * Large frames leave in pieces, behind everything that is not one of them. Under TLS a
 * chunk is handed on when the one before it has left: all that is handed on is encrypted
 * at once, and none of it counts as sent before all of it is. Loop thread only.
 */
final class OutboundBuffer {

	private static final int CHUNK_BYTES = 64 << 10;

	private final Channel channel;

	private final TcpContext context;

	private final Lane lane;

	private final int frameBytesMax;

	private final long bytesMax;

	private final Runnable onProgress;

	private @Nullable ByteBuf chunk;

	/** Under TLS, chunks behind the one that is with Netty. */
	private final ArrayDeque<ByteBuf> chunks = new ArrayDeque<>();

	private final LargeFrames large = new LargeFrames();

	/** Bytes in chunks, in large frames and with Netty. */
	private long pendingBytes;

	/** Writes that Netty has not finished. */
	private int writesInFlight;

	private boolean flushing;

	/** Whether the last flush ended with a full socket. */
	private boolean backlog;

	/**
	 * @param onProgress called when a socket that was full took bytes again
	 */
	OutboundBuffer(Channel channel, TcpContext context, Lane lane, Runnable onProgress) {
		this.channel = channel;
		this.context = context;
		this.lane = lane;
		this.frameBytesMax = context.frameBytesMax(lane);
		this.bytesMax = context.queueBytesMax(lane);
		this.onProgress = onProgress;
	}

	/** Writes a frame behind what the target holds already. */
	static void encode(Message message, int bytesMax, int groupHash, ByteBuf target) {
		ByteBuffer view = target.nioBuffer(target.writerIndex(), bytesMax).order(ByteOrder.LITTLE_ENDIAN);
		target.writerIndex(target.writerIndex() + MessageEncoder.encode(message, groupHash, view));
	}

	/** Whether nothing waits, here or with Netty. */
	boolean isEmpty() {
		return this.pendingBytes == 0;
	}

	/** Whether bytes wait that the socket did not take. */
	boolean hasBacklog() {
		return this.backlog;
	}

	/** Queues a message; false if there is no room for it. */
	boolean add(Message message) {
		int bytesMax = MessageEncoder.frameBytesMax(message);
		if (bytesMax > this.frameBytesMax) {
			this.context.warnOversized(message, bytesMax);
			return false;
		}
		if (this.pendingBytes + bytesMax > this.bytesMax) {
			return false;
		}
		if ((bytesMax >= LargeFrames.BYTES_MIN || !this.large.isEmpty()) && this.lane == Lane.CONTROL
				&& LargeFrames.isOrdered(message)) {
			addLarge(message, bytesMax);
			return true;
		}
		ByteBuf target = chunkWith(bytesMax);
		int start = target.writerIndex();
		encode(message, bytesMax, this.context.groupHash(), target);
		this.pendingBytes += target.writerIndex() - start;
		return true;
	}

	private void addLarge(Message message, int bytesMax) {
		ByteBuf frame = this.channel.alloc().directBuffer(bytesMax);
		encode(message, bytesMax, this.context.groupHash(), frame);
		this.pendingBytes += frame.readableBytes();
		this.large.add(frame);
	}

	/** Queues a frame that is encoded already, and takes it over. */
	void add(ByteBuf frame) {
		writeChunk();
		this.chunk = frame;
		this.pendingBytes += frame.readableBytes();
	}

	/** Queues a frame that has no body. */
	void addControl(int type) {
		ByteBuf target = chunkWith(FrameHeader.BYTES);
		ByteBuffer view = target.nioBuffer(target.writerIndex(), FrameHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		FrameHeader.write(view, this.context.groupHash(), type, 0);
		target.writerIndex(target.writerIndex() + FrameHeader.BYTES);
		this.pendingBytes += FrameHeader.BYTES;
	}

	void flush() {
		if (this.pendingBytes == 0) {
			return;
		}
		this.flushing = true;
		if (!this.backlog) {
			writeChunk();
		}
		this.channel.flush();
		this.backlog = this.writesInFlight > 0;
		while (!this.backlog && !(this.chunks.isEmpty() && this.large.isEmpty())) {
			writeNext();
			this.channel.flush();
			this.backlog = this.writesInFlight > 0;
		}
		this.flushing = false;
	}

	/** The connection is gone. */
	void release() {
		if (this.chunk != null) {
			this.chunk.release();
			this.chunk = null;
		}
		for (ByteBuf next = this.chunks.poll(); next != null; next = this.chunks.poll()) {
			next.release();
		}
		this.large.release();
		this.pendingBytes = 0;
	}

	private ByteBuf chunkWith(int bytes) {
		ByteBuf current = this.chunk;
		if (current != null && current.writableBytes() >= bytes) {
			return current;
		}
		writeChunk();
		ByteBuf next = this.channel.alloc().directBuffer(Math.max(CHUNK_BYTES, bytes));
		this.chunk = next;
		return next;
	}

	private void writeChunk() {
		ByteBuf full = this.chunk;
		if (full != null) {
			this.chunk = null;
			if (this.context.tls() != null) {
				this.chunks.add(full);
			}
			else {
				write(full);
			}
		}
	}

	private void writeNext() {
		ByteBuf next = this.chunks.poll();
		if (next != null) {
			write(next);
		}
		else {
			writePiece();
		}
	}

	private void writePiece() {
		long before = this.large.bytes();
		ByteBuf piece = this.large.next(this.context.groupHash(), this.channel.alloc());
		// What is added in front of the pieces was not pending yet
		this.pendingBytes += piece.readableBytes() - (before - this.large.bytes());
		write(piece);
	}

	private void write(ByteBuf bytes) {
		this.writesInFlight++;
		Written written = new Written(bytes.readableBytes());
		this.channel.write(bytes).addListener(written);
	}

	private void onWritten(int bytes, boolean success) {
		this.writesInFlight--;
		this.pendingBytes -= bytes;
		if (!success) {
			return;
		}
		this.context.counters().sent(bytes, this.lane);
		if (!this.flushing) {
			if (this.writesInFlight == 0) {
				this.backlog = false;
				flush();
			}
			this.onProgress.run();
		}
	}

	private final class Written implements ChannelFutureListener {

		private final int bytes;

		Written(int bytes) {
			this.bytes = bytes;
		}

		@Override
		public void operationComplete(ChannelFuture future) {
			onWritten(this.bytes, future.isSuccess());
		}

	}

}
