package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text on the wire: UTF-8, cut between characters when it is too long. */
final class WireText {

	/** Bytes of a sentence for the operator; longer ones are cut. */
	static final int MESSAGE_BYTES_MAX = 1024;

	private WireText() {
	}

	static byte[] utf8(String text, int bytesMax) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		if (bytes.length <= bytesMax) {
			return bytes;
		}
		int end = bytesMax;
		while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
			end--;
		}
		return Arrays.copyOf(bytes, end);
	}

	/**
	 * Reads that many bytes as text.
	 * @throws MalformedFrameException if they are not there or not UTF-8
	 */
	static String read(ByteBuffer source, int bytes) {
		if (bytes > source.remaining()) {
			throw new MalformedFrameException("text of " + bytes + " bytes with " + source.remaining() + " bytes left");
		}
		ByteBuffer text = source.slice(source.position(), bytes);
		source.position(source.position() + bytes);
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
		}
		catch (CharacterCodingException ex) {
			throw new MalformedFrameException("text that is not UTF-8");
		}
	}

}
