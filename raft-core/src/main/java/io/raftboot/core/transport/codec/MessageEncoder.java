package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/**
 * Writes messages as frames. The sender is not written: the receiver knows it from the
 * handshake. Stateless; for any thread.
 */
public final class MessageEncoder {

	/** Bytes of an AppendEntries body without its entries. */
	static final int APPEND_ENTRIES_BYTES = 56;

	/** Bytes of a ForwardRequest body without its commands. */
	static final int FORWARD_REQUEST_BYTES = 20;

	/** Bytes in front of each forwarded command. */
	static final int COMMAND_BYTES = 6;

	/** Bytes of a ForwardResponse body without its text. */
	static final int FORWARD_RESPONSE_BYTES = 31;

	private static final int TEXT_BYTES_MAX = 1024;

	private MessageEncoder() {
	}

	/** Bytes of the whole frame, at most; exact unless text in it is not ASCII. */
	public static int frameBytesMax(Message message) {
		return FrameHeader.BYTES + bodyBytesMax(message);
	}

	/**
	 * Writes a frame where the target stands, which must be little-endian and have
	 * {@link #frameBytesMax} left.
	 * @return bytes written
	 */
	public static int encode(Message message, int groupHash, ByteBuffer target) {
		int start = target.position();
		int type = MessageType.of(message);
		target.position(start + FrameHeader.BYTES);
		writeBody(type, message, target);
		int end = target.position();
		target.position(start);
		FrameHeader.write(target, groupHash, type, end - start - FrameHeader.BYTES);
		target.position(end);
		return end - start;
	}

	private static int bodyBytesMax(Message message) {
		if (message instanceof AppendEntries append) {
			return APPEND_ENTRIES_BYTES + append.entries().byteSize();
		}
		if (message instanceof ForwardRequest forward) {
			int bytes = FORWARD_REQUEST_BYTES;
			for (int i = 0; i < forward.commands().size(); i++) {
				ForwardRequest.Command command = forward.commands().get(i);
				bytes = Math.addExact(bytes,
						COMMAND_BYTES + 3 * command.machine().length() + command.payload().remaining());
			}
			return bytes;
		}
		if (message instanceof ForwardResponse) {
			return FORWARD_RESPONSE_BYTES + TEXT_BYTES_MAX;
		}
		return 48;
	}

	private static void writeBody(int type, Message message, ByteBuffer target) {
		target.putLong(message.term());
		switch (type) {
			case MessageType.APPEND_ENTRIES -> write((AppendEntries) message, target);
			case MessageType.APPEND_RESPONSE -> write((AppendResponse) message, target);
			case MessageType.HEARTBEAT -> write((Heartbeat) message, target);
			case MessageType.HEARTBEAT_RESPONSE -> write((HeartbeatResponse) message, target);
			case MessageType.PRE_VOTE_REQUEST -> write((PreVoteRequest) message, target);
			case MessageType.PRE_VOTE_RESPONSE -> write((PreVoteResponse) message, target);
			case MessageType.VOTE_REQUEST -> write((VoteRequest) message, target);
			case MessageType.VOTE_RESPONSE -> write((VoteResponse) message, target);
			case MessageType.READ_INDEX_REQUEST -> write((ReadIndexRequest) message, target);
			case MessageType.READ_INDEX_RESPONSE -> write((ReadIndexResponse) message, target);
			case MessageType.FORWARD_REQUEST -> write((ForwardRequest) message, target);
			case MessageType.FORWARD_RESPONSE -> write((ForwardResponse) message, target);
			default -> throw new IllegalArgumentException("No codec for message type " + type);
		}
	}

	private static void write(PreVoteRequest message, ByteBuffer target) {
		target.putLong(message.proposedTerm()).putLong(message.lastLogIndex()).putLong(message.lastLogTerm());
	}

	private static void write(PreVoteResponse message, ByteBuffer target) {
		target.putLong(message.proposedTerm()).put(flag(message.granted()));
	}

	private static void write(VoteRequest message, ByteBuffer target) {
		target.putLong(message.lastLogIndex()).putLong(message.lastLogTerm()).put(flag(message.transfer()));
	}

	private static void write(VoteResponse message, ByteBuffer target) {
		target.put(flag(message.granted())).putLong(message.incarnation());
	}

	private static void write(AppendEntries message, ByteBuffer target) {
		EntryBatch entries = message.entries();
		target.putLong(message.previousIndex()).putLong(message.previousTerm()).putLong(message.commitIndex());
		target.putLong(message.round()).putInt(message.voteRefusalMillis());
		target.putLong(entries.firstIndex()).putInt(entries.count());
		entries.copyTo(target);
	}

	private static void write(AppendResponse message, ByteBuffer target) {
		target.put(flag(message.success())).putLong(message.matchIndex());
		target.putLong(message.hintIndex()).putLong(message.hintTerm()).putLong(message.round());
	}

	private static void write(Heartbeat message, ByteBuffer target) {
		target.putLong(message.commitIndex()).putLong(message.round()).putInt(message.voteRefusalMillis());
	}

	private static void write(HeartbeatResponse message, ByteBuffer target) {
		target.putLong(message.round()).putLong(message.lastLogIndex());
	}

	private static void write(ReadIndexRequest message, ByteBuffer target) {
		target.putLong(message.readId()).put(flag(message.leaseAllowed()));
	}

	private static void write(ReadIndexResponse message, ByteBuffer target) {
		target.putLong(message.readId()).putLong(message.index());
	}

	private static void write(ForwardRequest message, ByteBuffer target) {
		int count = message.commands().size();
		target.putLong(message.firstRequestId()).putInt(count);
		for (int i = 0; i < count; i++) {
			ForwardRequest.Command command = message.commands().get(i);
			byte[] machine = command.machine().getBytes(StandardCharsets.UTF_8);
			if (machine.length > 0xffff) {
				throw new IllegalArgumentException("Name of a state machine has " + machine.length + " bytes");
			}
			ByteBuffer payload = command.payload();
			target.putShort((short) machine.length).putInt(payload.remaining()).put(machine);
			target.put(target.position(), payload, payload.position(), payload.remaining());
			target.position(target.position() + payload.remaining());
		}
	}

	private static void write(ForwardResponse message, ByteBuffer target) {
		byte[] text = WireText.utf8(message.message(), TEXT_BYTES_MAX);
		target.putLong(message.firstRequestId()).putInt(message.count()).put((byte) message.status().ordinal());
		target.putLong(message.firstIndex()).putShort((short) text.length).put(text);
	}

	private static byte flag(boolean value) {
		return (byte) (value ? 1 : 0);
	}

}
