package io.raftboot.core.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The engine's own command that opens a session, whose id is the index of its entry:
 * {@code u8 version | u8 kind | u16 reserved | i32 sessionsMax | i64 timeoutMillis},
 * little-endian. Its limits travel with it, so that every node decides alike.
 *
 * @param timeoutMillis it expires when unused for so long by the time stamps of the log
 * @param sessionsMax most sessions at a time: the one not used for longest makes room
 */
public record OpenSession(long timeoutMillis, int sessionsMax) {

	/** What kind of command of the engine this is. */
	public static final int KIND = 1;

	private static final int VERSION = 1;

	private static final int BYTES = 16;

	public OpenSession {
		if (timeoutMillis <= 0 || sessionsMax <= 0) {
			throw new IllegalArgumentException("A session must last for a time, and there must be room for it");
		}
	}

	/** A new buffer, ready to be read. */
	public ByteBuffer encode() {
		ByteBuffer target = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
		target.put((byte) VERSION).put((byte) KIND).putShort((short) 0).putInt(this.sessionsMax);
		return target.putLong(this.timeoutMillis).flip();
	}

	/**
	 * Reads what {@link #encode} wrote, without moving the source.
	 * @throws IllegalArgumentException if a newer version wrote it, or it is none
	 */
	public static OpenSession decode(ByteBuffer encoded) {
		ByteBuffer source = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN);
		if (source.remaining() < BYTES || source.get() != VERSION || source.get() != KIND) {
			throw new IllegalArgumentException("A command of the engine that this node cannot read: upgrade it");
		}
		source.getShort();
		int sessionsMax = source.getInt();
		return new OpenSession(source.getLong(), sessionsMax);
	}

}
