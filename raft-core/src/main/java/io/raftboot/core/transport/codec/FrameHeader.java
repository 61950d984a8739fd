package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * What stands in front of each message: {@code u32 length of all that follows | u32
 * CRC32C of the group's name | u8 type | u8 version | u16 reserved (0)}.
 */
public final class FrameHeader {

	/** Bytes in front of each body. */
	public static final int BYTES = 12;

	/** Frame version this class writes. */
	public static final int VERSION = 1;

	/** A frame without body that wants a sign of life. Not a message. */
	public static final int PING = 0xfe;

	/** Answers a ping. Not a message. */
	public static final int PONG = 0xff;

	/**
	 * A part of a large frame: {@code u32 bytes of it that follow in further pieces |
	 * bytes}. Others may come between two of them. Not a message.
	 */
	public static final int PIECE = 0xfd;

	private static final int LENGTH_FIELD_BYTES = 4;

	private static final int TYPE = 8;

	private FrameHeader() {
	}

	/** How a group is named in frames. */
	public static int groupHash(String group) {
		CRC32C crc = new CRC32C();
		crc.update(group.getBytes(StandardCharsets.UTF_8));
		return (int) crc.getValue();
	}

	/** Writes a header where the little-endian target stands. */
	public static void write(ByteBuffer target, int groupHash, int type, int bodyBytes) {
		target.putInt(BYTES - LENGTH_FIELD_BYTES + bodyBytes).putInt(groupHash);
		target.put((byte) type).put((byte) VERSION).putShort((short) 0);
	}

	/**
	 * Checks a header before a byte is reserved for its body.
	 * @param header the little-endian header from position 0
	 * @param frameBytesMax largest whole frame allowed
	 * @return bytes of the body
	 * @throws MalformedFrameException if anything is wrong with it
	 */
	public static int checkedBodyBytes(ByteBuffer header, int groupHash, int frameBytesMax) {
		long frameBytes = LENGTH_FIELD_BYTES + (header.getInt(0) & 0xffff_ffffL);
		if (frameBytes < BYTES || frameBytes > frameBytesMax) {
			throw new MalformedFrameException(
					"frame of " + frameBytes + " bytes; " + BYTES + " to " + frameBytesMax + " are allowed");
		}
		if (header.getInt(4) != groupHash) {
			throw new MalformedFrameException("frame of another group");
		}
		if (header.get(TYPE + 1) != VERSION) {
			throw new MalformedFrameException(
					"frame version " + header.get(TYPE + 1) + "; this node reads version " + VERSION);
		}
		return (int) (frameBytes - BYTES);
	}

	public static int type(ByteBuffer header) {
		return header.get(TYPE) & 0xff;
	}

}
