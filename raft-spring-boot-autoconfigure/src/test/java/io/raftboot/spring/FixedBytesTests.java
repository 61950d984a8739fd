package io.raftboot.spring;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Compared in words, to the last byte. */
class FixedBytesTests {

	@Test
	void areFoundWhereTheyAreAndNowhereElse() {
		for (int length = 0; length <= 40; length++) {
			String text = "abcdefghijklmnopqrstuvwxyz0123456789ABCD".substring(0, length);
			FixedBytes fixed = new FixedBytes(text);
			byte[] other = ("12" + text + "3").getBytes(StandardCharsets.US_ASCII);
			assertThat(fixed.isAt(other, 2, other.length - 1)).isTrue();
			assertThat(fixed.isAt(other, 2, other.length)).isTrue();
			assertThat(fixed.isAt(other, 2, other.length - 2)).isFalse();
			for (int changed = 2; changed < 2 + length; changed++) {
				other[changed] ^= 1;
				assertThat(fixed.isAt(other, 2, other.length - 1)).as("%s, byte %d", text, changed).isFalse();
				other[changed] ^= 1;
			}
		}
	}

	@Test
	void areCopiedInWords() {
		for (int length = 0; length <= 40; length++) {
			String text = "abcdefghijklmnopqrstuvwxyz0123456789ABCD".substring(0, length);
			FixedBytes fixed = new FixedBytes(text);
			byte[] target = "?".repeat(2 + 48).getBytes(StandardCharsets.US_ASCII);
			fixed.copyTo(target, 1);
			assertThat(new String(target, StandardCharsets.US_ASCII)).startsWith("?" + text);
			assertThat(target[1 + fixed.copiedBytes()]).isEqualTo((byte) '?');
			assertThat(fixed.copiedBytes()).isBetween(length, length + 7);
		}
	}

}
