package io.raftboot.spring;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks at many bytes at once, and overlooks none. */
class PlainTextTests {

	private static final int LENGTH_MAX = 150;

	@Test
	void findsEveryByteThatIsNotPlainWhereverItStands() {
		for (int length = 0; length <= LENGTH_MAX; length++) {
			byte[] bytes = filled(length);
			assertEnd(bytes, length, length);
			for (int at = 0; at < length; at++) {
				for (int value : new int[] { 0, 0x1f, '"', '\\', 0x80, 0xff }) {
					bytes[1 + at] = (byte) value;
					assertEnd(bytes, length, at);
				}
				bytes[1 + at] = 'a';
			}
		}
	}

	@Test
	void knowsEveryByte() {
		for (int value = 0; value < 256; value++) {
			byte[] bytes = filled(9);
			bytes[4] = (byte) value;
			boolean plain = value >= ' ' && value < 0x80 && value != '"' && value != '\\';
			assertEnd(bytes, 9, plain ? 9 : 3);
		}
	}

	@Test
	void tellsTextFromItsLowBytes() {
		byte[] low = "xabcdefghijkl".getBytes(StandardCharsets.ISO_8859_1);
		assertThat(PlainText.isSame("abcdefghijkl", low, 1)).isTrue();
		assertThat(PlainText.isSame("abcdefghi\u016akl", low, 1)).isFalse();
	}

	/** Between two bytes that are none of its business. */
	private static byte[] filled(int length) {
		byte[] bytes = new byte[1 + length + 1];
		Arrays.fill(bytes, (byte) 'a');
		bytes[0] = '"';
		bytes[1 + length] = '"';
		return bytes;
	}

	private static void assertEnd(byte[] bytes, int length, int end) {
		assertThat(PlainText.plainEnd(bytes, 1, 1 + length) - 1).isEqualTo(end);
		assertThat(PlainText.isPlain(bytes, 1, 1 + length)).isEqualTo(end == length);
	}

}
