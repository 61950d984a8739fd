package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.raftboot.core.model.InquiryRequest;
import io.raftboot.core.model.InquiryResponse;
import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.StatusRequest;
import io.raftboot.core.model.StatusResponse;

/** Bodies of questions to a node and their answers, behind their term. */
final class ObservationCodec {

	/** Bytes of any body but its content, at most. */
	private static final int FIXED_BYTES_MAX = 96 + NodeId.LENGTH_MAX;

	private static final Role[] ROLES = Role.values();

	private static final InquiryResponse.Status[] STATUSES = InquiryResponse.Status.values();

	private ObservationCodec() {
	}

	/** Bytes of a body, at most. */
	static int bodyBytesMax(Message.Observation message) {
		if (!(message instanceof InquiryResponse response)) {
			return FIXED_BYTES_MAX;
		}
		int bytes = response.content().remaining();
		if (bytes > InquiryResponse.CONTENT_BYTES_MAX) {
			throw new IllegalArgumentException(
					"Answer of " + bytes + " bytes; at most " + InquiryResponse.CONTENT_BYTES_MAX + " are allowed");
		}
		return FIXED_BYTES_MAX + bytes;
	}

	static void write(StatusRequest message, ByteBuffer target) {
		target.putLong(message.requestId());
	}

	static Message statusRequest(NodeId from, ByteBuffer source) {
		return new StatusRequest(from, source.getLong(), source.getLong());
	}

	static void write(StatusResponse message, ByteBuffer target) {
		MemberStatus status = message.status();
		NodeId leader = status.leader();
		byte[] id = (leader != null) ? leader.value().getBytes(StandardCharsets.US_ASCII) : new byte[0];
		target.putLong(message.requestId()).put((byte) status.role().ordinal()).put((byte) id.length).put(id);
		target.putLong(status.firstIndex()).putLong(status.lastIndex()).putLong(status.durableIndex());
		target.putLong(status.commitIndex()).putLong(status.appliedIndex()).putLong(status.snapshotIndex());
		target.putLong(status.logBytes());
	}

	static Message statusResponse(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long requestId = source.getLong();
		int role = source.get() & 0xff;
		if (role >= ROLES.length) {
			throw new MalformedFrameException("unknown role " + role);
		}
		String leader = WireText.read(source, source.get() & 0xff);
		try {
			return new StatusResponse(from, requestId,
					new MemberStatus(ROLES[role], leader.isEmpty() ? null : NodeId.of(leader), term, number(source),
							number(source), number(source), number(source), number(source), number(source),
							number(source)));
		}
		catch (IllegalArgumentException ex) {
			throw new MalformedFrameException(String.valueOf(ex.getMessage()));
		}
	}

	static void write(InquiryRequest message, ByteBuffer target) {
		byte[] topic = message.topic().getBytes(StandardCharsets.UTF_8);
		target.putLong(message.requestId()).put((byte) topic.length).put(topic);
	}

	static Message inquiryRequest(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long requestId = source.getLong();
		try {
			return new InquiryRequest(from, term, requestId, WireText.read(source, source.get() & 0xff));
		}
		catch (IllegalArgumentException ex) {
			throw new MalformedFrameException(String.valueOf(ex.getMessage()));
		}
	}

	static void write(InquiryResponse message, ByteBuffer target) {
		ByteBuffer content = message.content().duplicate();
		target.putLong(message.requestId()).put((byte) message.status().ordinal());
		target.putInt(content.remaining()).put(content);
	}

	static Message inquiryResponse(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long requestId = source.getLong();
		int status = source.get() & 0xff;
		if (status >= STATUSES.length) {
			throw new MalformedFrameException("unknown status " + status + " of an answer");
		}
		int bytes = source.getInt();
		if (bytes < 0 || bytes > source.remaining()) {
			throw new MalformedFrameException("answer of " + bytes + " bytes with " + source.remaining() + " left");
		}
		ByteBuffer content = source.slice(source.position(), bytes);
		source.position(source.position() + bytes);
		return new InquiryResponse(from, term, requestId, STATUSES[status], content);
	}

	private static long number(ByteBuffer source) {
		long number = source.getLong();
		if (number < 0) {
			throw new MalformedFrameException(number + " in a status");
		}
		return number;
	}

}
