package io.raftboot.core.transport.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.DamagedEntryException;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/**
 * Reads the bodies of frames, trusting nothing in them. Entries and commands share the
 * body's bytes, which the message owns from then on. Stateless; for any thread.
 */
public final class MessageDecoder {

	private static final ForwardResponse.Status[] STATUSES = ForwardResponse.Status.values();

	private MessageDecoder() {
	}

	/**
	 * Reads one message.
	 * @param from who sent it, from the handshake
	 * @param type type code of the frame
	 * @param body all of the body, position to limit
	 * @throws MalformedFrameException if it is not a message of this version, entries
	 * that do not verify and bytes behind its end included
	 */
	public static Message decode(NodeId from, int type, ByteBuffer body) {
		ByteBuffer source = body.order(ByteOrder.LITTLE_ENDIAN);
		Message message;
		try {
			message = read(from, type, source);
		}
		catch (BufferUnderflowException ex) {
			throw new MalformedFrameException("message type " + type + " is cut short");
		}
		catch (DamagedEntryException ex) {
			throw new MalformedFrameException("damaged entries: " + ex.getMessage());
		}
		if (source.hasRemaining()) {
			throw new MalformedFrameException(source.remaining() + " bytes behind message type " + type);
		}
		return message;
	}

	private static Message read(NodeId from, int type, ByteBuffer source) {
		return switch (type) {
			case MessageType.APPEND_ENTRIES -> appendEntries(from, source);
			case MessageType.APPEND_RESPONSE -> appendResponse(from, source);
			case MessageType.HEARTBEAT -> heartbeat(from, source);
			case MessageType.HEARTBEAT_RESPONSE -> heartbeatResponse(from, source);
			case MessageType.PRE_VOTE_REQUEST -> preVoteRequest(from, source);
			case MessageType.PRE_VOTE_RESPONSE -> preVoteResponse(from, source);
			case MessageType.VOTE_REQUEST -> voteRequest(from, source);
			case MessageType.VOTE_RESPONSE -> voteResponse(from, source);
			case MessageType.READ_INDEX_REQUEST -> readIndexRequest(from, source);
			case MessageType.READ_INDEX_RESPONSE -> readIndexResponse(from, source);
			case MessageType.FORWARD_REQUEST -> forwardRequest(from, source);
			case MessageType.FORWARD_RESPONSE -> forwardResponse(from, source);
			default -> throw new MalformedFrameException("unknown message type " + type);
		};
	}

	private static Message preVoteRequest(NodeId from, ByteBuffer source) {
		return new PreVoteRequest(from, source.getLong(), source.getLong(), source.getLong(), source.getLong());
	}

	private static Message preVoteResponse(NodeId from, ByteBuffer source) {
		return new PreVoteResponse(from, source.getLong(), source.getLong(), flag(source));
	}

	private static Message voteRequest(NodeId from, ByteBuffer source) {
		return new VoteRequest(from, source.getLong(), source.getLong(), source.getLong(), flag(source));
	}

	private static Message voteResponse(NodeId from, ByteBuffer source) {
		return new VoteResponse(from, source.getLong(), flag(source), source.getLong());
	}

	private static Message appendEntries(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long previousIndex = source.getLong();
		long previousTerm = source.getLong();
		long commitIndex = source.getLong();
		long round = source.getLong();
		int voteRefusalMillis = source.getInt();
		long firstIndex = source.getLong();
		int count = source.getInt();
		EntryBatch entries = EntryBatch.verified(source, firstIndex, count);
		source.position(source.limit());
		return new AppendEntries(from, term, previousIndex, previousTerm, commitIndex, round, voteRefusalMillis,
				entries);
	}

	private static Message appendResponse(NodeId from, ByteBuffer source) {
		return new AppendResponse(from, source.getLong(), flag(source), source.getLong(), source.getLong(),
				source.getLong(), source.getLong());
	}

	private static Message heartbeat(NodeId from, ByteBuffer source) {
		return new Heartbeat(from, source.getLong(), source.getLong(), source.getLong(), source.getInt());
	}

	private static Message heartbeatResponse(NodeId from, ByteBuffer source) {
		return new HeartbeatResponse(from, source.getLong(), source.getLong(), source.getLong());
	}

	private static Message readIndexRequest(NodeId from, ByteBuffer source) {
		return new ReadIndexRequest(from, source.getLong(), source.getLong(), flag(source));
	}

	private static Message readIndexResponse(NodeId from, ByteBuffer source) {
		return new ReadIndexResponse(from, source.getLong(), source.getLong(), source.getLong());
	}

	private static Message forwardRequest(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long firstRequestId = source.getLong();
		int count = source.getInt();
		if (count < 0 || count > source.remaining() / MessageEncoder.COMMAND_BYTES) {
			throw new MalformedFrameException(count + " commands in " + source.remaining() + " bytes");
		}
		List<ForwardRequest.Command> commands = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			int machineBytes = source.getShort() & 0xffff;
			int payloadBytes = source.getInt();
			String machine = WireText.read(source, machineBytes);
			if (payloadBytes < 0 || payloadBytes > source.remaining()) {
				throw new MalformedFrameException(
						"command of " + payloadBytes + " bytes with " + source.remaining() + " bytes left");
			}
			commands.add(new ForwardRequest.Command(machine, source.slice(source.position(), payloadBytes)));
			source.position(source.position() + payloadBytes);
		}
		return new ForwardRequest(from, term, firstRequestId, Collections.unmodifiableList(commands));
	}

	private static Message forwardResponse(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long firstRequestId = source.getLong();
		int count = source.getInt();
		int status = source.get();
		if (status < 0 || status >= STATUSES.length) {
			throw new MalformedFrameException("unknown status " + status + " of a forwarded command");
		}
		long firstIndex = source.getLong();
		String text = WireText.read(source, source.getShort() & 0xffff);
		return new ForwardResponse(from, term, firstRequestId, count, STATUSES[status], firstIndex, text);
	}

	private static boolean flag(ByteBuffer source) {
		byte value = source.get();
		if (value != 0 && value != 1) {
			throw new MalformedFrameException("flag with value " + value);
		}
		return value == 1;
	}

}
