package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;

import io.raftboot.core.model.AdminRequest;
import io.raftboot.core.model.AdminResponse;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.InquiryRequest;
import io.raftboot.core.model.InquiryResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.model.SnapshotChunkResponse;
import io.raftboot.core.model.StatusRequest;
import io.raftboot.core.model.StatusResponse;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/**
 * Writes messages as frames. The sender is not written: the receiver knows it from the
 * handshake. Stateless; for any thread.
 */
public final class MessageEncoder {

	/** Bytes of the largest frame with a {@link SnapshotChunk}. */
	public static final int CHUNK_FRAME_BYTES_MAX = FrameHeader.BYTES + SnapshotTransferCodec.CHUNK_BYTES
			+ SnapshotChunk.DATA_BYTES_MAX;

	/** Bytes of any body without texts, entries, commands or data, at most. */
	private static final int FIXED_BYTES_MAX = 48;

	private MessageEncoder() {
	}

	/**
	 * Bytes of the whole frame, at most; exact for entries and chunks.
	 * @throws IllegalArgumentException if a chunk's data are larger than
	 * {@link SnapshotChunk#DATA_BYTES_MAX}
	 */
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
			return ProtocolCodec.APPEND_ENTRIES_BYTES + append.entries().byteSize();
		}
		if (message instanceof Message.Protocol) {
			return FIXED_BYTES_MAX;
		}
		if (message instanceof ForwardRequest forward) {
			return ForwardingCodec.bodyBytesMax(forward);
		}
		if (message instanceof ForwardResponse) {
			return ForwardingCodec.responseBytesMax();
		}
		if (message instanceof SnapshotChunk chunk) {
			return SnapshotTransferCodec.bodyBytes(chunk);
		}
		if (message instanceof AdminRequest request) {
			return AdministrationCodec.bodyBytesMax(request);
		}
		if (message instanceof AdminResponse response) {
			return AdministrationCodec.bodyBytesMax(response);
		}
		if (message instanceof Message.Observation observation) {
			return ObservationCodec.bodyBytesMax(observation);
		}
		return FIXED_BYTES_MAX;
	}

	private static void writeBody(int type, Message message, ByteBuffer target) {
		target.putLong(message.term());
		switch (type) {
			case MessageType.APPEND_ENTRIES -> ProtocolCodec.write((AppendEntries) message, target);
			case MessageType.APPEND_RESPONSE -> ProtocolCodec.write((AppendResponse) message, target);
			case MessageType.HEARTBEAT -> ProtocolCodec.write((Heartbeat) message, target);
			case MessageType.HEARTBEAT_RESPONSE -> ProtocolCodec.write((HeartbeatResponse) message, target);
			case MessageType.PRE_VOTE_REQUEST -> ProtocolCodec.write((PreVoteRequest) message, target);
			case MessageType.PRE_VOTE_RESPONSE -> ProtocolCodec.write((PreVoteResponse) message, target);
			case MessageType.VOTE_REQUEST -> ProtocolCodec.write((VoteRequest) message, target);
			case MessageType.VOTE_RESPONSE -> ProtocolCodec.write((VoteResponse) message, target);
			case MessageType.READ_INDEX_REQUEST -> ProtocolCodec.write((ReadIndexRequest) message, target);
			case MessageType.READ_INDEX_RESPONSE -> ProtocolCodec.write((ReadIndexResponse) message, target);
			case MessageType.TIMEOUT_NOW -> ProtocolCodec.write((TimeoutNow) message, target);
			case MessageType.FORWARD_REQUEST -> ForwardingCodec.write((ForwardRequest) message, target);
			case MessageType.FORWARD_RESPONSE -> ForwardingCodec.write((ForwardResponse) message, target);
			case MessageType.SNAPSHOT_CHUNK -> SnapshotTransferCodec.write((SnapshotChunk) message, target);
			case MessageType.SNAPSHOT_CHUNK_RESPONSE ->
				SnapshotTransferCodec.write((SnapshotChunkResponse) message, target);
			case MessageType.ADMIN_REQUEST -> AdministrationCodec.write((AdminRequest) message, target);
			case MessageType.ADMIN_RESPONSE -> AdministrationCodec.write((AdminResponse) message, target);
			case MessageType.STATUS_REQUEST -> ObservationCodec.write((StatusRequest) message, target);
			case MessageType.STATUS_RESPONSE -> ObservationCodec.write((StatusResponse) message, target);
			case MessageType.INQUIRY_REQUEST -> ObservationCodec.write((InquiryRequest) message, target);
			case MessageType.INQUIRY_RESPONSE -> ObservationCodec.write((InquiryResponse) message, target);
			default -> throw new IllegalArgumentException("No codec for message type " + type);
		}
	}

}
