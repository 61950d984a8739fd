package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.raftboot.core.model.AdminRequest;
import io.raftboot.core.model.AdminResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import org.jspecify.annotations.Nullable;

/** Bodies of wishes to change the cluster and their answers, behind their term. */
final class AdministrationCodec {

	/** Bytes of either body without its texts, at most. */
	private static final int FIXED_BYTES_MAX = 64;

	private static final AdminRequest.Operation[] OPERATIONS = AdminRequest.Operation.values();

	private static final AdminResponse.Status[] STATUSES = AdminResponse.Status.values();

	private AdministrationCodec() {
	}

	static int bodyBytesMax(AdminRequest message) {
		return FIXED_BYTES_MAX + NodeId.LENGTH_MAX + 3 * message.address().length();
	}

	static int bodyBytesMax(AdminResponse message) {
		Peer leader = message.leader();
		int addressBytesMax = (leader != null) ? 3 * leader.address().length() : 0;
		return FIXED_BYTES_MAX + NodeId.LENGTH_MAX + addressBytesMax + WireText.MESSAGE_BYTES_MAX;
	}

	static void write(AdminRequest message, ByteBuffer target) {
		target.putLong(message.requestId()).put((byte) message.operation().ordinal());
		writeId(message.target(), target);
		writeAddress(message.address(), target);
		target.putLong(message.incarnation()).putLong(message.expectedIndex());
	}

	static Message adminRequest(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long requestId = source.getLong();
		int operation = source.get() & 0xff;
		if (operation >= OPERATIONS.length) {
			throw new MalformedFrameException("unknown operation " + operation + " of an administrator");
		}
		NodeId target = readId(source);
		String address = WireText.read(source, source.getShort() & 0xffff);
		long incarnation = source.getLong();
		long expectedIndex = source.getLong();
		if (expectedIndex < -1) {
			throw new MalformedFrameException("expected configuration at " + expectedIndex);
		}
		return new AdminRequest(from, term, requestId, OPERATIONS[operation], target, address, incarnation,
				expectedIndex);
	}

	static void write(AdminResponse message, ByteBuffer target) {
		target.putLong(message.requestId()).put((byte) message.status().ordinal()).putLong(message.index());
		Peer leader = message.leader();
		writeId((leader != null) ? leader.id() : null, target);
		if (leader != null) {
			writeAddress(leader.address(), target);
			target.putLong(leader.incarnation());
		}
		byte[] text = WireText.utf8(message.message(), WireText.MESSAGE_BYTES_MAX);
		target.putShort((short) text.length).put(text);
	}

	static Message adminResponse(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long requestId = source.getLong();
		int status = source.get() & 0xff;
		if (status >= STATUSES.length) {
			throw new MalformedFrameException("unknown status " + status + " of an administrator's request");
		}
		long index = source.getLong();
		if (index < 0) {
			throw new MalformedFrameException("configuration at " + index);
		}
		Peer leader = readPeer(source);
		String text = WireText.read(source, source.getShort() & 0xffff);
		return new AdminResponse(from, term, requestId, STATUSES[status], index, leader, text);
	}

	/** A length of 0 stands for nobody: no id is empty. */
	private static void writeId(@Nullable NodeId id, ByteBuffer target) {
		if (id == null) {
			target.put((byte) 0);
			return;
		}
		byte[] bytes = id.value().getBytes(StandardCharsets.US_ASCII);
		target.put((byte) bytes.length).put(bytes);
	}

	private static @Nullable NodeId readId(ByteBuffer source) {
		int bytes = source.get() & 0xff;
		try {
			return (bytes == 0) ? null : NodeId.of(WireText.read(source, bytes));
		}
		catch (IllegalArgumentException ex) {
			throw new MalformedFrameException(String.valueOf(ex.getMessage()));
		}
	}

	private static void writeAddress(String address, ByteBuffer target) {
		byte[] bytes = address.getBytes(StandardCharsets.UTF_8);
		if (bytes.length > WireText.MESSAGE_BYTES_MAX) {
			throw new IllegalArgumentException("Address of a node has " + bytes.length + " bytes");
		}
		target.putShort((short) bytes.length).put(bytes);
	}

	private static @Nullable Peer readPeer(ByteBuffer source) {
		NodeId id = readId(source);
		if (id == null) {
			return null;
		}
		String address = WireText.read(source, source.getShort() & 0xffff);
		if (address.isEmpty()) {
			throw new MalformedFrameException("node " + id + " without an address");
		}
		return new Peer(id, address, source.getLong());
	}

}
