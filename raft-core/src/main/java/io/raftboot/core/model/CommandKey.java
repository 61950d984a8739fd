package io.raftboot.core.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A caller's own name for a command: of all commands of a state machine with the same key
 * one is applied. Encoded as {@code u8 version | u8 reserved | u32 fingerprint | i64
 * rememberedMillis | i32 keysMax | key}, little-endian. How long and how many are
 * remembered travels with the command, so that every node decides alike.
 *
 * @param value 1 to {@value #VALUE_BYTES_MAX} bytes in UTF-8
 * @param fingerprint of the command as the caller gave it: another command under the same
 * key is a mistake
 * @param rememberedMillis how long, by the time stamps of the log
 * @param keysMax most keys that are remembered at a time
 */
public record CommandKey(String value, int fingerprint, long rememberedMillis, int keysMax) {

	/** Most bytes of a key in UTF-8. */
	public static final int VALUE_BYTES_MAX = 255;

	private static final int VERSION = 1;

	private static final int HEADER_BYTES = 18;

	public CommandKey {
		int bytes = value.getBytes(StandardCharsets.UTF_8).length;
		if (bytes == 0 || bytes > VALUE_BYTES_MAX) {
			throw new IllegalArgumentException("A key has " + bytes + " bytes; 1 to " + VALUE_BYTES_MAX + " fit");
		}
		if (rememberedMillis <= 0 || keysMax <= 0) {
			throw new IllegalArgumentException("Keys must be remembered for a time, and at least one of them");
		}
	}

	/** A new buffer, ready to be read. */
	public ByteBuffer encode() {
		byte[] bytes = this.value.getBytes(StandardCharsets.UTF_8);
		ByteBuffer target = ByteBuffer.allocate(HEADER_BYTES + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
		target.put((byte) VERSION).put((byte) 0).putInt(this.fingerprint);
		return target.putLong(this.rememberedMillis).putInt(this.keysMax).put(bytes).flip();
	}

	/**
	 * Reads what {@link #encode} wrote, without moving the source.
	 * @throws IllegalArgumentException if a newer version wrote it, or it is none
	 */
	public static CommandKey decode(ByteBuffer encoded) {
		ByteBuffer source = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN);
		try {
			int version = source.get();
			if (version != VERSION) {
				throw new IllegalArgumentException(
						"Key of version " + version + "; this node reads version " + VERSION + ": upgrade it");
			}
			source.get();
			int fingerprint = source.getInt();
			long rememberedMillis = source.getLong();
			int keysMax = source.getInt();
			byte[] bytes = new byte[source.remaining()];
			source.get(bytes);
			return new CommandKey(new String(bytes, StandardCharsets.UTF_8), fingerprint, rememberedMillis, keysMax);
		}
		catch (BufferUnderflowException ex) {
			throw new IllegalArgumentException("The key of a command is cut short", ex);
		}
	}

}
