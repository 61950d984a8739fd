package io.raftboot.spring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/** Nothing tells the plain codec from Jackson alone, but how long it takes. */
class PlainJsonCodecTests {

	private static final String SPECIAL = "\"\\/'<>&\u0000\u0007\b\t\n\u001f\u007f\u0080\u00e9\u00ff\u0161\u20ac\u2028\ud83d\ude00\ud800\udc00?{}[]:,0-";

	private final Random random = new Random(42);

	private final FormatBesideJackson both = new FormatBesideJackson(JsonMapper.builder());

	@Nested
	class PlainTypes {

		@Test
		void areFound() {
			FormatBesideJackson both = PlainJsonCodecTests.this.both;
			assertThat(both.plainShapes(Call.class)).isEqualTo(5);
			assertThat(both.plainShapes(Call.All.class)).isEqualTo(1);
			assertThat(both.plainShapes(String.class)).isEqualTo(1);
			assertThat(both.plainShapes(long.class)).isEqualTo(1);
			assertThat(both.plainShapes(Locale.class)).isZero();
		}

		@Test
		void areFoundByTheDefaultMapper() {
			JacksonPayloadFormat format = new JacksonPayloadFormat();
			assertThat(format.codec(ResolvableType.forClass(Call.class))).isInstanceOf(PlainJsonCodec.class);
			assertThat(format.codec(ResolvableType.forClass(Long.class))).isInstanceOf(PlainJsonCodec.class);
		}

		@Test
		void areWrittenAndReadAsByJackson() {
			for (int round = 0; round < 3000; round++) {
				for (Call call : calls()) {
					PlainJsonCodecTests.this.both.assertSame(Call.class, call);
				}
				PlainJsonCodecTests.this.both.assertSame(String.class, text());
			}
		}

		@Test
		void haveTheBytesOfTheLog() {
			PayloadCodec codec = new JacksonPayloadFormat().codec(ResolvableType.forClass(Call.class));
			assertThat(new String(codec.encode(new Call.All(-5, 7L, 0, 3, true, false, "a b")), StandardCharsets.UTF_8))
				.isEqualTo("{\"@type\":\"All\",\"number\":-5,\"boxedNumber\":7,\"small\":0,\"boxedSmall\":3,"
						+ "\"yes\":true,\"boxedYes\":false,\"text\":\"a b\"}");
		}

		@Test
		void areWrittenWholeThoughTheirAccessorsWriteOthers() {
			PlainJsonCodecTests.this.both.assertSame(Call.class, new Call.Writing(5, "text", 6));
		}

		@Test
		void areReadHoweverLongTheirTextsAre() {
			for (int length : new int[] { 0, 7, 8, 1023, 1024, 1025, 3000, 30_000 }) {
				String text = "x".repeat(length);
				PlainJsonCodecTests.this.both.assertSame(Call.class, new Call.Writing(5, text, 6));
				PlainJsonCodecTests.this.both.assertSame(Call.class, new Call.Positive(1, text));
				PlainJsonCodecTests.this.both.assertSame(Call.class, new Call.Positive(1, text + "\u00e9" + text));
			}
		}

		/** Each in an array that nothing has made larger yet. */
		@Test
		void areWrittenThoughTheArrayEndsAnywhere() {
			for (int length = 400; length <= 530; length++) {
				Call call = new Call.Positive(1, "x".repeat(length));
				CompletableFuture
					.runAsync(() -> PlainJsonCodecTests.this.both.assertSame(Call.class, call),
							(task) -> new Thread(task).start())
					.join();
			}
		}

		@Test
		void largeOnesAreReadByJackson() {
			String text = "x".repeat(PlainJsonCodec.READ_BYTES_MAX);
			PlainJsonCodecTests.this.both.assertSame(Call.class, new Call.Positive(1, text));
			PlainJsonCodecTests.this.both.assertSame(String.class, text.substring(2));
		}

	}

	@Nested
	class Damage {

		@Test
		void isReadOrRefusedAsByJackson() {
			for (int round = 0; round < 500; round++) {
				for (Call call : calls()) {
					if (PlainJsonCodecTests.this.both.assertSame(Call.class, call) instanceof byte[] bytes) {
						for (int i = 0; i < 20; i++) {
							PlainJsonCodecTests.this.both.assertReadSame(Call.class, damaged(bytes));
						}
					}
				}
			}
		}

		@Test
		void ofNumbersAndWordsIsReadOrRefusedAsByJackson() {
			List<String> values = List.of("0", "-0", "00", "01", "-01", "-", "", "1.0", "1e3", "999999999999999999",
					"1000000000000000000", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
					"18446744073709551617", "2147483647", "2147483648", "-2147483648", "-2147483649", "true", "false",
					"truex", "null", " 1", "1 ", "1 1", "+1", "\"1\"", "\"\"", "\"a\"b", "\"\\u0061\"", "\"\t\"",
					"\"\u00e9\"", "\"ab", "ab\"", "\"", "[1]", "{}");
			for (Class<?> type : List.of(long.class, Long.class, int.class, Integer.class, boolean.class, Boolean.class,
					String.class)) {
				for (String value : values) {
					PlainJsonCodecTests.this.both.assertReadSame(type, value.getBytes(StandardCharsets.UTF_8));
				}
			}
		}

		private byte[] damaged(byte[] bytes) {
			List<Byte> changed = new ArrayList<>();
			for (byte one : bytes) {
				changed.add(one);
			}
			byte other = (byte) SPECIAL.charAt(PlainJsonCodecTests.this.random.nextInt(SPECIAL.length()));
			int at = PlainJsonCodecTests.this.random.nextInt(bytes.length);
			switch (PlainJsonCodecTests.this.random.nextInt(4)) {
				case 0 -> changed.set(at, other);
				case 1 -> changed.add(at, other);
				case 2 -> changed.remove(at);
				default -> changed = changed.subList(0, at);
			}
			byte[] result = new byte[changed.size()];
			for (int i = 0; i < result.length; i++) {
				result[i] = changed.get(i);
			}
			return result;
		}

	}

	private List<Call> calls() {
		return List.of(
				new Call.All(number(), number(), (int) number(), (int) number(), this.random.nextBoolean(),
						this.random.nextBoolean(), text()),
				new Call.Positive(1 + this.random.nextInt(5), text()), new Call.Nothing(), new Call.Deep.Inner(text()),
				new Call.Other(Map.of("a", 1)), new Call.All(1, null, 1, null, true, null, null),
				new Call.Accessor(text()));
	}

	private long number() {
		return this.random.nextLong() >> this.random.nextInt(64);
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		int length = this.random.nextInt((this.random.nextInt(8) == 0) ? 200 : 40);
		boolean special = this.random.nextInt(3) == 0;
		for (int i = 0; i < length; i++) {
			text.append((special && this.random.nextInt(10) == 0)
					? SPECIAL.charAt(this.random.nextInt(SPECIAL.length())) : (char) ('a' + this.random.nextInt(26)));
		}
		return text.toString();
	}

	sealed interface Call {

		record All(long number, @Nullable Long boxedNumber, int small, @Nullable Integer boxedSmall, boolean yes,
				@Nullable Boolean boxedYes, @Nullable String text) implements Call {
		}

		record Positive(int count, String text) implements Call {

			public Positive {
				if (count <= 0) {
					throw new IllegalArgumentException("Not positive: " + count);
				}
			}

		}

		record Writing(int before, String text, int behind) implements Call {

			private static final PayloadCodec OTHERS = new JacksonPayloadFormat()
				.codec(ResolvableType.forClass(String.class));

			@Override
			public String text() {
				OTHERS.encode("something else that is longer than what was written so far");
				return this.text;
			}

		}

		record Nothing() implements Call {
		}

		record Other(Map<String, Integer> map) implements Call {
		}

		record Accessor(String text) implements Call {

			@Override
			public String text() {
				if (this.text.length() == 7) {
					throw new IllegalStateException("Seven");
				}
				return this.text + "!";
			}

		}

		sealed interface Deep extends Call {

			record Inner(String text) implements Deep {
			}

		}

	}

}
