package io.raftboot.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * What stands in front of every command in the log: {@code u8 version | u8
 * machineNameBytes | u16 keyBytes | u16 commandVersion | u16 reserved | i64 timeMillis |
 * session | name | key | command}, little-endian. In version 1 the session is {@code u64
 * session | u64 sequence | u64 lowestUnanswered}; in version 2 the command has none, and
 * nothing stands for it (ADR 29). The name says which state machine the command is for,
 * none that it is the engine's own; time is in milliseconds since the epoch by the
 * leader's clock; a command of version 0 is one of version 1; the key, where there is
 * one, is a {@link CommandKey}. Read in place: every reader takes the entry's payload and
 * moves nothing.
 */
public final class CommandEnvelope {

	/** The latest version. */
	public static final int VERSION = 2;

	private static final int VERSION_WITH_SESSION = 1;

	/** Most bytes of a machine's name in UTF-8. */
	public static final int MACHINE_NAME_BYTES_MAX = 64;

	private static final int NAME_BYTES = 1;

	private static final int KEY_BYTES = 2;

	private static final int COMMAND_VERSION = 4;

	private static final int TIME = 8;

	private static final int SESSION = 16;

	private static final int SEQUENCE = 24;

	private static final int LOWEST_UNANSWERED = 32;

	/** Where the name begins, in an envelope without a session and in one with it. */
	private static final int NAME = 16;

	private static final int NAME_BEHIND_SESSION = 40;

	private CommandEnvelope() {
	}

	/** Bytes of an envelope with such a command, and neither session nor key. */
	public static int byteSize(byte[] machineName, int commandBytes) {
		return byteSize(machineName, 0L, null, commandBytes);
	}

	/** Bytes of an envelope with such a command. */
	public static int byteSize(byte[] machineName, long session, @Nullable ByteBuffer key, int commandBytes) {
		int name = (session != 0L) ? NAME_BEHIND_SESSION : NAME;
		return name + machineName.length + ((key != null) ? key.remaining() : 0) + commandBytes;
	}

	/**
	 * Writes an envelope of a command of version 1, with neither session nor key, where
	 * the (little-endian) target stands.
	 */
	public static void write(ByteBuffer target, byte[] machineName, long timeMillis, ByteBuffer command) {
		write(target, machineName, 1, timeMillis, 0L, 0L, 0L, null, command);
	}

	/**
	 * Writes an envelope and its command where the (little-endian) target stands.
	 * @param commandVersion version of the machine's commands that this is one of, from 1
	 * to 65535
	 * @param session 0 for none; sequence and lowestUnanswered say nothing then
	 * @param key an encoded {@link CommandKey}, null for none
	 */
	public static void write(ByteBuffer target, byte[] machineName, int commandVersion, long timeMillis, long session,
			long sequence, long lowestUnanswered, @Nullable ByteBuffer key, ByteBuffer command) {
		writeHead(target, machineName, commandVersion, timeMillis, session, sequence, lowestUnanswered, key);
		put(target, command);
	}

	/** The same up to where the command begins. */
	public static void writeHead(ByteBuffer target, byte[] machineName, int commandVersion, long timeMillis,
			long session, long sequence, long lowestUnanswered, @Nullable ByteBuffer key) {
		target.put((byte) ((session != 0L) ? VERSION_WITH_SESSION : VERSION)).put((byte) machineName.length);
		target.putShort((short) ((key != null) ? key.remaining() : 0));
		target.putShort((short) ((commandVersion > 1) ? commandVersion : 0)).putShort((short) 0);
		target.putLong(timeMillis);
		if (session != 0L) {
			target.putLong(session).putLong(sequence).putLong(lowestUnanswered);
		}
		target.put(machineName);
		if (key != null) {
			put(target, key);
		}
	}

	/** Writes what lies between the source's position and its limit, which stay. */
	public static void put(ByteBuffer target, ByteBuffer source) {
		target.put(target.position(), source, source.position(), source.remaining());
		target.position(target.position() + source.remaining());
	}

	/**
	 * Looks whether this is an envelope that the other methods can read.
	 * @throws IllegalArgumentException if a newer version wrote it, or it is cut short
	 */
	public static void check(ByteBuffer payload) {
		if (payload.remaining() < NAME) {
			throw new IllegalArgumentException(
					"Command of " + payload.remaining() + " bytes is shorter than its envelope");
		}
		int version = payload.get(payload.position()) & 0xff;
		if (version < VERSION_WITH_SESSION || version > VERSION) {
			throw new IllegalArgumentException("Command envelope of version " + version + "; this node reads versions "
					+ VERSION_WITH_SESSION + " to " + VERSION + ": upgrade it");
		}
		if (payload.remaining() < nameStart(payload) + nameBytes(payload) + keyBytes(payload)) {
			throw new IllegalArgumentException(
					"Command is cut short inside its session, its machine's name or its key");
		}
	}

	/** Whether the command is for the machine of this name. */
	public static boolean isFor(ByteBuffer payload, byte[] machineName) {
		if (nameBytes(payload) != machineName.length) {
			return false;
		}
		int start = payload.position() + nameStart(payload);
		for (int i = 0; i < machineName.length; i++) {
			if (payload.get(start + i) != machineName[i]) {
				return false;
			}
		}
		return true;
	}

	/** Name of the machine the command is for. */
	public static String machine(ByteBuffer payload) {
		byte[] name = new byte[nameBytes(payload)];
		payload.get(payload.position() + nameStart(payload), name);
		return new String(name, StandardCharsets.UTF_8);
	}

	/** Which version of its machine's commands this is one of, from 1 on. */
	public static int commandVersion(ByteBuffer payload) {
		return Math.max(1, payload.getShort(payload.position() + COMMAND_VERSION) & 0xffff);
	}

	public static long timeMillis(ByteBuffer payload) {
		return payload.getLong(payload.position() + TIME);
	}

	/** Session the command belongs to, 0 for none. */
	public static long session(ByteBuffer payload) {
		return !hasSession(payload) ? 0L : payload.getLong(payload.position() + SESSION);
	}

	/** Its number in the session, from 1 on; for a command with a session only. */
	public static long sequence(ByteBuffer payload) {
		return payload.getLong(payload.position() + SEQUENCE);
	}

	/**
	 * Commands of the session with lower numbers will never be asked for again; for a
	 * command with a session only.
	 */
	public static long lowestUnanswered(ByteBuffer payload) {
		return payload.getLong(payload.position() + LOWEST_UNANSWERED);
	}

	/**
	 * What its key was encoded as, null if it has none; valid as long as the entry's
	 * bytes.
	 */
	public static @Nullable ByteBuffer key(ByteBuffer payload) {
		int bytes = keyBytes(payload);
		return (bytes == 0) ? null : payload.slice(payload.position() + nameStart(payload) + nameBytes(payload), bytes)
			.order(ByteOrder.LITTLE_ENDIAN);
	}

	/** The command itself: a little-endian slice, valid as long as the entry's bytes. */
	public static ByteBuffer command(ByteBuffer payload) {
		int start = payload.position() + nameStart(payload) + nameBytes(payload) + keyBytes(payload);
		return payload.slice(start, payload.limit() - start).order(ByteOrder.LITTLE_ENDIAN);
	}

	private static boolean hasSession(ByteBuffer payload) {
		return payload.get(payload.position()) == VERSION_WITH_SESSION;
	}

	private static int nameStart(ByteBuffer payload) {
		return hasSession(payload) ? NAME_BEHIND_SESSION : NAME;
	}

	private static int keyBytes(ByteBuffer payload) {
		return payload.getShort(payload.position() + KEY_BYTES) & 0xffff;
	}

	private static int nameBytes(ByteBuffer payload) {
		return payload.get(payload.position() + NAME_BYTES) & 0xff;
	}

}
