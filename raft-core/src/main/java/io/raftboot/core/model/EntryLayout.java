package io.raftboot.core.model;

import java.nio.ByteBuffer;

/**
 * The one layout of an entry in memory, on disk and on the wire. Little-endian, padded to
 * 8 bytes: {@code u32 payloadBytes | u32 crc32c | u64 term | u8 type | 7 reserved |
 * payload | pad}. The checksum covers index, term, type and payload, so that an entry
 * cannot be taken for another one.
 */
public final class EntryLayout {

	/** Bytes in front of each payload. */
	public static final int HEADER_BYTES = 24;

	static final int CRC = 4;

	static final int TERM = 8;

	static final int TYPE = 16;

	private EntryLayout() {
	}

	/** Bytes that an entry with such a payload takes, header and padding included. */
	public static int entryBytes(int payloadBytes) {
		return (HEADER_BYTES + payloadBytes + 7) & ~7;
	}

	static int payloadBytes(ByteBuffer buffer, int offset) {
		return buffer.getInt(offset);
	}

	static long term(ByteBuffer buffer, int offset) {
		return buffer.getLong(offset + TERM);
	}

	static int type(ByteBuffer buffer, int offset) {
		return buffer.get(offset + TYPE);
	}

	/**
	 * Writes the header for a payload that already stands behind it, and the padding.
	 */
	static void seal(ByteBuffer buffer, int offset, long index, long term, EntryType type, int payloadBytes,
			EntryChecksum checksum) {
		buffer.putInt(offset, payloadBytes);
		buffer.putLong(offset + TERM, term);
		buffer.putLong(offset + TYPE, type.code());
		int end = offset + entryBytes(payloadBytes);
		for (int i = offset + HEADER_BYTES + payloadBytes; i < end; i++) {
			buffer.put(i, (byte) 0);
		}
		buffer.putInt(offset + CRC, checksum.of(buffer, offset, index, payloadBytes));
	}

	static boolean intact(ByteBuffer buffer, int offset, long index, int payloadBytes, EntryChecksum checksum) {
		return buffer.getInt(offset + CRC) == checksum.of(buffer, offset, index, payloadBytes);
	}

	/** The padding is the one part that no checksum covers. */
	static boolean paddingIsZero(ByteBuffer buffer, int offset, int payloadBytes) {
		int end = offset + entryBytes(payloadBytes);
		for (int i = offset + HEADER_BYTES + payloadBytes; i < end; i++) {
			if (buffer.get(i) != 0) {
				return false;
			}
		}
		return true;
	}

}
