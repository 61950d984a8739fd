package io.raftboot.core.transport.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.MessageDecoder;
import io.raftboot.core.transport.codec.MessageEncoder;

/** A message as it travels: encoded, so that nodes share no object. */
final class Envelope {

	private final boolean command;

	private final byte[] frame;

	private final int bytes;

	/**
	 * Encodes the message now, for the sender may use its buffers again.
	 * @throws IllegalArgumentException if it cannot be encoded
	 */
	Envelope(Message message, MemoryNetwork network) {
		this.command = message instanceof ForwardRequest;
		int bytesMax = MessageEncoder.frameBytesMax(message);
		ByteBuffer target = ByteBuffer.allocate(bytesMax).order(ByteOrder.LITTLE_ENDIAN);
		this.bytes = MessageEncoder.encode(message, network.groupHash(), target);
		this.frame = target.array();
	}

	boolean isCommand() {
		return this.command;
	}

	int bytes() {
		return this.bytes;
	}

	/** The message as its receiver gets it, a new copy each time. */
	Message read(NodeId from) {
		ByteBuffer copy = ByteBuffer.wrap(this.frame.clone(), 0, this.bytes).order(ByteOrder.LITTLE_ENDIAN);
		int type = FrameHeader.type(copy);
		return MessageDecoder.decode(from, type, copy.position(FrameHeader.BYTES));
	}

}
