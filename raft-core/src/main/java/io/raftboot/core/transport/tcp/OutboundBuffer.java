package io.raftboot.core.transport.tcp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.raftboot.core.model.Message;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.MessageEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one connection: frames encoded one behind the other into direct chunks.
 * While the socket takes all, a flush is one chunk and one write. While it does not, new
 * frames fill up the current chunk before another one is made, so that many small
 * messages to a slow peer take little more memory than their bytes, which are bounded.
 * Loop thread only.
 */
final class OutboundBuffer {

	private static final int CHUNK_BYTES = 64 << 10;

	private final Channel channel;

	private final TcpContext context;

	private final Runnable onProgress;

	private @Nullable ByteBuf chunk;

	/** Bytes in the chunk and with Netty. */
	private long pendingBytes;

	/** Writes that Netty has not finished. */
	private int writesInFlight;

	private boolean flushing;

	/** Whether the last flush ended with a full socket. */
	private boolean backlog;

	/**
	 * @param onProgress called when a socket that was full took bytes again
	 */
	OutboundBuffer(Channel channel, TcpContext context, Runnable onProgress) {
		this.channel = channel;
		this.context = context;
		this.onProgress = onProgress;
	}

	/** Whether bytes wait that the socket did not take. */
	boolean hasBacklog() {
		return this.backlog;
	}

	/** Queues a message; false if there is no room for it. */
	boolean add(Message message) {
		int bytesMax = MessageEncoder.frameBytesMax(message);
		if (bytesMax > this.context.options().frameBytesMax()) {
			this.context.warnOversized(message, bytesMax);
			return false;
		}
		if (this.pendingBytes + bytesMax > this.context.options().outboundBytesMax()) {
			return false;
		}
		ByteBuf target = chunkWith(bytesMax);
		ByteBuffer view = target.nioBuffer(target.writerIndex(), bytesMax).order(ByteOrder.LITTLE_ENDIAN);
		int bytes = MessageEncoder.encode(message, this.context.groupHash(), view);
		target.writerIndex(target.writerIndex() + bytes);
		this.pendingBytes += bytes;
		return true;
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
		this.flushing = false;
	}

	/** The connection is gone. */
	void release() {
		if (this.chunk != null) {
			this.chunk.release();
			this.chunk = null;
		}
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
			this.writesInFlight++;
			this.channel.write(full).addListener(new Written(full.readableBytes()));
		}
	}

	private void onWritten(int bytes, boolean success) {
		this.writesInFlight--;
		this.pendingBytes -= bytes;
		if (!success) {
			return;
		}
		this.context.counters().sent(bytes);
		if (!this.flushing) {
			this.onProgress.run();
			if (this.writesInFlight == 0) {
				this.backlog = false;
				flush();
			}
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
