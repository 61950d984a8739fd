package io.raftboot.core.transport.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.raftboot.core.model.DamagedEntryException;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;

/**
 * Reads the bodies of frames, trusting nothing in them. Entries, commands and the data of
 * chunks share the body's bytes, which the message owns from then on. Stateless; for any
 * thread.
 */
public final class MessageDecoder {

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

	/** Whether frames of this type carry pieces of snapshots, and nothing else. */
	public static boolean isSnapshotChunk(int type) {
		return type == MessageType.SNAPSHOT_CHUNK;
	}

	/** Whether frames of this type carry entries. */
	public static boolean isAppendEntries(int type) {
		return type == MessageType.APPEND_ENTRIES;
	}

	private static Message read(NodeId from, int type, ByteBuffer source) {
		return switch (type) {
			case MessageType.APPEND_ENTRIES -> ProtocolCodec.appendEntries(from, source);
			case MessageType.APPEND_RESPONSE -> ProtocolCodec.appendResponse(from, source);
			case MessageType.HEARTBEAT -> ProtocolCodec.heartbeat(from, source);
			case MessageType.HEARTBEAT_RESPONSE -> ProtocolCodec.heartbeatResponse(from, source);
			case MessageType.PRE_VOTE_REQUEST -> ProtocolCodec.preVoteRequest(from, source);
			case MessageType.PRE_VOTE_RESPONSE -> ProtocolCodec.preVoteResponse(from, source);
			case MessageType.VOTE_REQUEST -> ProtocolCodec.voteRequest(from, source);
			case MessageType.VOTE_RESPONSE -> ProtocolCodec.voteResponse(from, source);
			case MessageType.READ_INDEX_REQUEST -> ProtocolCodec.readIndexRequest(from, source);
			case MessageType.READ_INDEX_RESPONSE -> ProtocolCodec.readIndexResponse(from, source);
			case MessageType.TIMEOUT_NOW -> ProtocolCodec.timeoutNow(from, source);
			case MessageType.FORWARD_REQUEST -> ForwardingCodec.forwardRequest(from, source);
			case MessageType.FORWARD_RESPONSE -> ForwardingCodec.forwardResponse(from, source);
			case MessageType.SNAPSHOT_CHUNK -> SnapshotTransferCodec.snapshotChunk(from, source);
			case MessageType.SNAPSHOT_CHUNK_RESPONSE -> SnapshotTransferCodec.snapshotChunkResponse(from, source);
			case MessageType.ADMIN_REQUEST -> AdministrationCodec.adminRequest(from, source);
			case MessageType.ADMIN_RESPONSE -> AdministrationCodec.adminResponse(from, source);
			case MessageType.STATUS_REQUEST -> ObservationCodec.statusRequest(from, source);
			case MessageType.STATUS_RESPONSE -> ObservationCodec.statusResponse(from, source);
			case MessageType.INQUIRY_REQUEST -> ObservationCodec.inquiryRequest(from, source);
			case MessageType.INQUIRY_RESPONSE -> ObservationCodec.inquiryResponse(from, source);
			default -> throw new MalformedFrameException("unknown message type " + type);
		};
	}

}
