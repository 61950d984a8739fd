package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;

/** Bodies of forwarded proposals and their answers, behind their term. */
final class ForwardingCodec {

	/** Bytes of a ForwardRequest body without its commands. */
	private static final int REQUEST_BYTES = 20;

	/** Bytes in front of each forwarded command. */
	private static final int COMMAND_BYTES = 34;

	/** Bytes of a ForwardResponse body without its text. */
	private static final int RESPONSE_BYTES = 31;

	private static final ForwardResponse.Status[] STATUSES = ForwardResponse.Status.values();

	private ForwardingCodec() {
	}

	static int bodyBytesMax(ForwardRequest message) {
		int bytes = REQUEST_BYTES;
		for (int i = 0; i < message.commands().size(); i++) {
			ForwardRequest.Command command = message.commands().get(i);
			bytes = Math.addExact(bytes,
					COMMAND_BYTES + 3 * command.machine().length() + keyBytes(command) + command.payload().remaining());
		}
		return bytes;
	}

	static int responseBytesMax() {
		return RESPONSE_BYTES + WireText.MESSAGE_BYTES_MAX;
	}

	static void write(ForwardRequest message, ByteBuffer target) {
		int count = message.commands().size();
		target.putLong(message.firstRequestId()).putInt(count);
		for (int i = 0; i < count; i++) {
			ForwardRequest.Command command = message.commands().get(i);
			byte[] machine = command.machine().getBytes(StandardCharsets.UTF_8);
			if (machine.length > 0xffff) {
				throw new IllegalArgumentException("Name of a state machine has " + machine.length + " bytes");
			}
			ByteBuffer payload = command.payload();
			target.putShort((short) machine.length).putShort((short) keyBytes(command));
			target.putShort((short) command.version()).putInt(payload.remaining());
			target.putLong(command.session()).putLong(command.sequence()).putLong(command.lowestUnanswered());
			target.put(machine);
			if (command.key() != null) {
				put(target, command.key());
			}
			put(target, payload);
		}
	}

	private static int keyBytes(ForwardRequest.Command command) {
		int bytes = (command.key() != null) ? command.key().remaining() : 0;
		if (bytes > 0xffff) {
			throw new IllegalArgumentException("Key of a command has " + bytes + " bytes");
		}
		return bytes;
	}

	private static void put(ByteBuffer target, ByteBuffer source) {
		target.put(target.position(), source, source.position(), source.remaining());
		target.position(target.position() + source.remaining());
	}

	static Message forwardRequest(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long firstRequestId = source.getLong();
		int count = source.getInt();
		if (count < 0 || count > source.remaining() / COMMAND_BYTES) {
			throw new MalformedFrameException(count + " commands in " + source.remaining() + " bytes");
		}
		List<ForwardRequest.Command> commands = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			commands.add(command(source));
		}
		return new ForwardRequest(from, term, firstRequestId, Collections.unmodifiableList(commands));
	}

	private static ForwardRequest.Command command(ByteBuffer source) {
		int machineBytes = source.getShort() & 0xffff;
		int keyBytes = source.getShort() & 0xffff;
		int version = Math.max(1, source.getShort() & 0xffff);
		int payloadBytes = source.getInt();
		long session = source.getLong();
		long sequence = source.getLong();
		long lowestUnanswered = source.getLong();
		String machine = WireText.read(source, machineBytes);
		ByteBuffer key = (keyBytes > 0) ? slice(source, keyBytes) : null;
		return new ForwardRequest.Command(machine, version, session, sequence, lowestUnanswered, key,
				slice(source, payloadBytes));
	}

	private static ByteBuffer slice(ByteBuffer source, int bytes) {
		if (bytes < 0 || bytes > source.remaining()) {
			throw new MalformedFrameException(
					"command of " + bytes + " bytes with " + source.remaining() + " bytes left");
		}
		ByteBuffer slice = source.slice(source.position(), bytes);
		source.position(source.position() + bytes);
		return slice;
	}

	static void write(ForwardResponse message, ByteBuffer target) {
		byte[] text = WireText.utf8(message.message(), WireText.MESSAGE_BYTES_MAX);
		target.putLong(message.firstRequestId()).putInt(message.count()).put((byte) message.status().ordinal());
		target.putLong(message.firstIndex()).putShort((short) text.length).put(text);
	}

	static Message forwardResponse(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long firstRequestId = source.getLong();
		int count = source.getInt();
		int status = source.get() & 0xff;
		if (status >= STATUSES.length) {
			throw new MalformedFrameException("unknown status " + status + " of a forwarded command");
		}
		long firstIndex = source.getLong();
		String text = WireText.read(source, source.getShort() & 0xffff);
		return new ForwardResponse(from, term, firstRequestId, count, STATUSES[status], firstIndex, text);
	}

}
