package io.raftboot.core.transport.tcp;

import java.util.ArrayDeque;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.TransportListener;
import io.raftboot.core.transport.codec.MessageEncoder;

/**
 * Makes the connection for bulk when there is something to send and ends it when there
 * has been nothing for a while. What is sent in the meantime waits for the connection,
 * for one attempt: whoever sends files asks again anyway, and stale pieces help nobody.
 * Loop thread only.
 */
final class BulkDialler extends Dialler {

	/** Encoded frames, for the sender may use its buffer again. */
	private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();

	private long waitingBytes;

	private long lastSendNanos;

	BulkDialler(TcpContext context, AddressResolver resolver, Peer peer) {
		super(context, resolver, peer, Lane.BULK);
	}

	@Override
	boolean isWanted() {
		return !this.waiting.isEmpty();
	}

	@Override
	boolean send(Message message) {
		this.lastSendNanos = System.nanoTime();
		if (upConnection() != null) {
			return super.send(message);
		}
		int bytesMax = MessageEncoder.frameBytesMax(message);
		if (this.waitingBytes + bytesMax > context().queueBytesMax(Lane.BULK)) {
			return false;
		}
		ByteBuf frame = ByteBufAllocator.DEFAULT.directBuffer(bytesMax);
		OutboundBuffer.encode(message, bytesMax, context().groupHash(), frame);
		this.waiting.add(frame);
		this.waitingBytes += frame.readableBytes();
		wantAttempt();
		return true;
	}

	@Override
	void onTimer(long nowNanos) {
		super.onTimer(nowNanos);
		Outgoing connection = upConnection();
		if (connection == null) {
			return;
		}
		long idleNanos = context().options().bulkIdle().toNanos();
		if (nowNanos - this.lastSendNanos < idleNanos) {
			context().wantTimer(this.lastSendNanos + idleNanos);
		}
		else if (connection.isDrained()) {
			retire();
		}
	}

	@Override
	void onUp(Outgoing connection, TransportListener listener) {
		for (ByteBuf frame = this.waiting.poll(); frame != null; frame = this.waiting.poll()) {
			connection.send(frame);
		}
		this.waitingBytes = 0;
		connection.flush();
		context().wantTimer(this.lastSendNanos + context().options().bulkIdle().toNanos());
	}

	@Override
	void onDown(boolean wasUp) {
		for (ByteBuf frame = this.waiting.poll(); frame != null; frame = this.waiting.poll()) {
			frame.release();
			context().counters().messageDropped();
		}
		this.waitingBytes = 0;
	}

}
