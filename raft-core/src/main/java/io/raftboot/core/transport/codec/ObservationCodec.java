package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.StatusRequest;
import io.raftboot.core.model.StatusResponse;

/** Bodies of questions how a node is and their answers, behind their term. */
final class ObservationCodec {

	/** Bytes of either body, at most. */
	static final int BODY_BYTES_MAX = 96 + NodeId.LENGTH_MAX;

	private static final Role[] ROLES = Role.values();

	private ObservationCodec() {
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

	private static long number(ByteBuffer source) {
		long number = source.getLong();
		if (number < 0) {
			throw new MalformedFrameException(number + " in a status");
		}
		return number;
	}

}
