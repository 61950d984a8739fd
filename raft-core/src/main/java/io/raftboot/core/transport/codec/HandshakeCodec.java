package io.raftboot.core.transport.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.CommandEnvelope;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.Refusal;

/**
 * The first words on a connection: {@code u32 magic | u16 protocol version | u16 kind |
 * u32 body length | body}. The header and a refusal keep this form in every version, so
 * that nodes of different versions can tell each other why they do not talk.
 */
public final class HandshakeCodec {

	/** Bytes in front of each body. */
	public static final int HEADER_BYTES = 12;

	/** Version of the whole wire protocol this class speaks. */
	public static final int VERSION = 1;

	/**
	 * Kind of a {@link Hello} on a connection for everything but bulk, and of answers.
	 */
	public static final int HELLO = 1;

	/** Kind of a {@link Refusal}. */
	public static final int REFUSAL = 2;

	/** Kind of a {@link Hello} on a connection for bulk. */
	public static final int BULK_HELLO = 3;

	/** "RAFB" as it stands on the wire. */
	static final int MAGIC = 'R' | 'A' << 8 | 'F' << 16 | 'B' << 24;

	private static final int BODY_BYTES_MAX = 8192;

	private static final int NAME_BYTES_MAX = 255;

	private static final int MACHINE_BYTES = 3;

	private static final int REASON_BYTES_MAX = 1000;

	private static final int ADDRESS_BYTES_MAX = 1000;

	private static final int VERSION_BYTES_MAX = 64;

	private static final Refusal.Code[] CODES = Refusal.Code.values();

	private HandshakeCodec() {
	}

	/** A hello with its header, ready to be read; also what answers one on any lane. */
	public static ByteBuffer encode(Hello hello) {
		return encode(hello, Lane.CONTROL);
	}

	/**
	 * A hello that says what its connection is for, with its header, ready to be read.
	 */
	public static ByteBuffer encode(Hello hello, Lane lane) {
		byte[] group = hello.group().getBytes(StandardCharsets.UTF_8);
		byte[] nodeId = hello.nodeId().value().getBytes(StandardCharsets.UTF_8);
		byte[] address = hello.address().getBytes(StandardCharsets.UTF_8);
		if (address.length > ADDRESS_BYTES_MAX) {
			throw new IllegalArgumentException("Address '" + hello.address() + "' is longer than 1000 bytes");
		}
		if (group.length > NAME_BYTES_MAX) {
			throw new IllegalArgumentException("Name of the group '" + hello.group() + "' is longer than 255 bytes");
		}
		byte[] version = WireText.utf8(hello.version(), VERSION_BYTES_MAX);
		ByteBuffer target = header((lane == Lane.BULK) ? BULK_HELLO : HELLO,
				48 + group.length + nodeId.length + address.length + version.length + machinesBytes(hello.machines()));
		target.put((byte) group.length).put(group);
		target.putLong(hello.clusterId().high()).putLong(hello.clusterId().low());
		target.put((byte) nodeId.length).put(nodeId);
		target.putLong(hello.incarnation()).putLong(hello.peersHash()).putLong(hello.membershipIndex());
		target.putShort((short) address.length).put(address);
		target.put(WireFlag.of(hello.joining())).put((byte) hello.electionPriority());
		target.put((byte) version.length).put(version);
		write(hello.machines(), target);
		return target.flip();
	}

	private static int machinesBytes(List<Hello.Machine> machines) {
		if (machines.size() > Hello.MACHINES_MAX) {
			throw new IllegalArgumentException(
					machines.size() + " state machines; a node has at most " + Hello.MACHINES_MAX);
		}
		int bytes = 0;
		for (Hello.Machine machine : machines) {
			bytes += MACHINE_BYTES + name(machine).length;
		}
		return bytes;
	}

	private static void write(List<Hello.Machine> machines, ByteBuffer target) {
		target.put((byte) machines.size());
		for (Hello.Machine machine : machines) {
			byte[] name = name(machine);
			target.put((byte) name.length).put(name).putShort((short) machine.commandVersion());
		}
	}

	private static byte[] name(Hello.Machine machine) {
		byte[] name = machine.name().getBytes(StandardCharsets.UTF_8);
		if (name.length > CommandEnvelope.MACHINE_NAME_BYTES_MAX) {
			throw new IllegalArgumentException("Name of state machine '" + machine.name() + "' is longer than "
					+ CommandEnvelope.MACHINE_NAME_BYTES_MAX + " bytes");
		}
		return name;
	}

	/** A refusal with its header, ready to be read. */
	public static ByteBuffer encode(Refusal refusal) {
		byte[] reason = WireText.utf8(refusal.message(), REASON_BYTES_MAX);
		ByteBuffer target = header(REFUSAL, 4 + reason.length);
		return target.putShort((short) refusal.code().ordinal()).putShort((short) reason.length).put(reason).flip();
	}

	/** The begin of a TLS handshake: the type of its record, and the major version. */
	private static boolean isTls(ByteBuffer header) {
		return header.get(0) == 22 && header.get(1) == 3;
	}

	/**
	 * Checks a header before a byte is reserved for its body.
	 * @return bytes of the body
	 * @throws MalformedFrameException if this is no handshake
	 */
	public static int checkedBodyBytes(ByteBuffer header) {
		if (header.getInt(0) != MAGIC) {
			throw new MalformedFrameException(
					isTls(header) ? "it speaks TLS, which this node does not: set up TLS on all nodes, or on none"
							: "not the protocol of this engine");
		}
		int bodyBytes = header.getInt(8);
		if (bodyBytes < 0 || bodyBytes > BODY_BYTES_MAX) {
			throw new MalformedFrameException("handshake of " + bodyBytes + " bytes");
		}
		return bodyBytes;
	}

	/** Whether a handshake begins here; no frame of a message can look like it. */
	public static boolean isHandshake(ByteBuffer header) {
		return header.getInt(0) == MAGIC;
	}

	public static int version(ByteBuffer header) {
		return header.getShort(4) & 0xffff;
	}

	public static int kind(ByteBuffer header) {
		return header.getShort(6) & 0xffff;
	}

	/**
	 * What the connection is for that begins with this header.
	 * @throws MalformedFrameException if it does not begin with a hello
	 */
	public static Lane lane(ByteBuffer header) {
		return switch (kind(header)) {
			case HELLO -> Lane.CONTROL;
			case BULK_HELLO -> Lane.BULK;
			default -> throw new MalformedFrameException("handshake does not begin with a hello");
		};
	}

	/**
	 * Reads the body of a hello of this version.
	 * @throws MalformedFrameException if it is none
	 */
	public static Hello decodeHello(ByteBuffer body) {
		ByteBuffer source = body.order(ByteOrder.LITTLE_ENDIAN);
		try {
			String group = WireText.read(source, source.get() & 0xff);
			ClusterId clusterId = new ClusterId(source.getLong(), source.getLong());
			NodeId nodeId = NodeId.of(WireText.read(source, source.get() & 0xff));
			Hello hello = new Hello(group, clusterId, nodeId, source.getLong(), source.getLong(), source.getLong(),
					WireText.read(source, source.getShort() & 0xffff), WireFlag.read(source), readPriority(source),
					WireText.read(source, source.get() & 0xff), readMachines(source));
			checkEnd(source);
			return hello;
		}
		catch (BufferUnderflowException ex) {
			throw new MalformedFrameException("hello is cut short");
		}
		catch (IllegalArgumentException ex) {
			throw new MalformedFrameException("hello: " + ex.getMessage());
		}
	}

	private static int readPriority(ByteBuffer source) {
		int priority = source.get() & 0xff;
		if (priority > Hello.ELECTION_PRIORITY_MAX) {
			throw new MalformedFrameException("hello with election priority " + priority);
		}
		return priority;
	}

	private static List<Hello.Machine> readMachines(ByteBuffer source) {
		int count = source.get() & 0xff;
		if (count > Hello.MACHINES_MAX) {
			throw new MalformedFrameException("hello with " + count + " state machines");
		}
		List<Hello.Machine> machines = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			String name = WireText.read(source, source.get() & 0xff);
			machines.add(new Hello.Machine(name, source.getShort() & 0xffff));
		}
		return machines;
	}

	/**
	 * Reads the body of a refusal of any version.
	 * @throws MalformedFrameException if it is none
	 */
	public static Refusal decodeRefusal(ByteBuffer body) {
		ByteBuffer source = body.order(ByteOrder.LITTLE_ENDIAN);
		try {
			int code = source.getShort() & 0xffff;
			String reason = WireText.read(source, source.getShort() & 0xffff);
			checkEnd(source);
			if (code >= CODES.length) {
				return new Refusal(Refusal.Code.WRONG_VERSION, reason + " (reason " + code + " of a newer version)");
			}
			return new Refusal(CODES[code], reason);
		}
		catch (BufferUnderflowException ex) {
			throw new MalformedFrameException("refusal is cut short");
		}
	}

	private static ByteBuffer header(int kind, int bodyBytes) {
		ByteBuffer target = ByteBuffer.allocate(HEADER_BYTES + bodyBytes).order(ByteOrder.LITTLE_ENDIAN);
		return target.putInt(MAGIC).putShort((short) VERSION).putShort((short) kind).putInt(bodyBytes);
	}

	private static void checkEnd(ByteBuffer source) {
		if (source.hasRemaining()) {
			throw new MalformedFrameException(source.remaining() + " bytes behind the handshake");
		}
	}

}
