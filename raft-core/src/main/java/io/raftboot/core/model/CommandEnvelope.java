package io.raftboot.core.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What stands in front of every command in the log, from the first version on:
 * {@code u8 version | u8 machineNameBytes | u16 flags | u32 reserved | i64 timeMillis | u64
 * session | u64 sequence | u64 lowestUnanswered | name | payload}, little-endian. Session
 * and sequence are 0 while no session is used.
 *
 * @param machine replicated name of the state machine the command is for
 * @param timeMillis milliseconds since the epoch by the leader's clock, never less than
 * the entry before
 * @param session id of the client's session, 0 for none
 * @param sequence number of the command in its session
 * @param lowestUnanswered lowest sequence whose answer the client still waits for
 * @param payload the command itself; a slice, valid as long as the entry's bytes
 */
public record CommandEnvelope(String machine, long timeMillis, long session, long sequence, long lowestUnanswered,
		ByteBuffer payload) {

	/** Version this class writes. */
	public static final int VERSION = 1;

	/** Most bytes of a machine's name in UTF-8. */
	public static final int MACHINE_NAME_BYTES_MAX = 64;

	private static final int FIXED_BYTES = 40;

	/** Bytes of an envelope around such a payload. */
	public static int byteSize(byte[] machineName, int payloadBytes) {
		return FIXED_BYTES + machineName.length + payloadBytes;
	}

	/** Writes an envelope and its payload where the (little-endian) target stands. */
	public static void write(ByteBuffer target, byte[] machineName, long timeMillis, long session, long sequence,
			long lowestUnanswered, ByteBuffer payload) {
		target.put((byte) VERSION).put((byte) machineName.length).putShort((short) 0).putInt(0);
		target.putLong(timeMillis).putLong(session).putLong(sequence).putLong(lowestUnanswered);
		target.put(machineName);
		target.put(target.position(), payload, payload.position(), payload.remaining());
		target.position(target.position() + payload.remaining());
	}

	/**
	 * Reads the envelope of an entry's payload.
	 * @throws IllegalArgumentException if a newer version wrote it, or it is cut short
	 */
	public static CommandEnvelope read(ByteBuffer entryPayload) {
		int start = entryPayload.position();
		if (entryPayload.remaining() < FIXED_BYTES) {
			throw new IllegalArgumentException(
					"Command of " + entryPayload.remaining() + " bytes is shorter than its envelope");
		}
		int version = entryPayload.get(start);
		if (version != VERSION) {
			throw new IllegalArgumentException(
					"Command envelope of version " + version + "; this node reads version " + VERSION + ": upgrade it");
		}
		int nameBytes = entryPayload.get(start + 1) & 0xff;
		if (entryPayload.remaining() < FIXED_BYTES + nameBytes) {
			throw new IllegalArgumentException("Command is cut short inside its machine's name");
		}
		byte[] name = new byte[nameBytes];
		entryPayload.get(start + FIXED_BYTES, name);
		int payloadStart = start + FIXED_BYTES + nameBytes;
		return new CommandEnvelope(new String(name, StandardCharsets.UTF_8), entryPayload.getLong(start + 8),
				entryPayload.getLong(start + 16), entryPayload.getLong(start + 24), entryPayload.getLong(start + 32),
				entryPayload.slice(payloadStart, entryPayload.limit() - payloadStart));
	}

}
