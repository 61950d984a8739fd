package io.raftboot.spring;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The digits of {@link Long#toString}. */
class PlainNumberTests {

	@Test
	void areThoseOfEveryMagnitude() {
		assertDigits(0L);
		assertDigits(Long.MIN_VALUE);
		assertDigits(Long.MAX_VALUE);
		for (long power = 1L; power > 0L && power <= Long.MAX_VALUE / 10; power *= 10) {
			for (long near = power * 10 - 2; near <= power * 10 + 2; near++) {
				assertDigits(near);
				assertDigits(-near);
			}
		}
	}

	@Test
	void areThoseOfAnyNumber() {
		Random random = new Random(7);
		for (int i = 0; i < 20_000; i++) {
			assertDigits(random.nextLong() >> random.nextInt(64));
		}
	}

	@Test
	void endWhereTheyShallAndTouchNothingElse() {
		byte[] target = "......".getBytes(StandardCharsets.US_ASCII);
		PlainNumber.write(-42, target, 5);
		assertThat(new String(target, StandardCharsets.US_ASCII)).isEqualTo("..-42.");
	}

	@Test
	void areReadWhereverTheyStand() {
		for (int digits = 0; digits <= 18; digits++) {
			String text = "123456789012345678".substring(0, digits);
			for (String behind : List.of("", "/", ":", "x", ",\"text\"", "999999999", "99/99999",
					"\u00b5\u00ff9999999")) {
				byte[] bytes = ("--" + text + behind).getBytes(StandardCharsets.ISO_8859_1);
				int end = behind.startsWith("9") ? 2 + digits : bytes.length;
				assertThat(PlainNumber.digits(bytes, 2, end)).as(text + behind).isEqualTo(digits);
				assertThat(PlainNumber.end(bytes, 2, end)).isEqualTo(2 + digits);
				assertThat(PlainNumber.read(bytes, 2, 2 + digits))
					.isEqualTo(text.isEmpty() ? null : Long.valueOf(text));
				if (digits > 0) {
					assertThat(PlainNumber.end(bytes, 1, end)).isEqualTo(2 + digits);
					assertThat(PlainNumber.read(bytes, 1, 2 + digits)).isEqualTo(-Long.parseLong(text));
				}
			}
		}
	}

	@Test
	void endAtEveryByteThatIsNone() {
		for (int value = 0; value < 256; value++) {
			for (int at = 0; at < 12; at++) {
				byte[] bytes = "012345678901".getBytes(StandardCharsets.ISO_8859_1);
				bytes[at] = (byte) value;
				boolean digit = value >= '0' && value <= '9';
				assertThat(PlainNumber.digits(bytes, 0, 12)).isEqualTo(digit ? 12 : at);
			}
		}
	}

	private static void assertDigits(long number) {
		byte[] read = (Math.abs(number) + ",").getBytes(StandardCharsets.US_ASCII);
		if (number != Long.MIN_VALUE && read.length <= 19) {
			assertThat(PlainNumber.read(read, 0, read.length - 1)).isEqualTo(Math.abs(number));
		}
		assertThat(new String(PlainNumber.bytes(number), StandardCharsets.US_ASCII)).isEqualTo(Long.toString(number));
	}

}
