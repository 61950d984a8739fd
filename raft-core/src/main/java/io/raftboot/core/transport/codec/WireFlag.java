package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;

/** A yes or no on the wire: one byte, 1 or 0 and nothing else. */
final class WireFlag {

	private WireFlag() {
	}

	static byte of(boolean value) {
		return (byte) (value ? 1 : 0);
	}

	/**
	 * Reads one.
	 * @throws MalformedFrameException if it is neither
	 */
	static boolean read(ByteBuffer source) {
		byte value = source.get();
		if (value != 0 && value != 1) {
			throw new MalformedFrameException("flag with value " + value);
		}
		return value == 1;
	}

}
