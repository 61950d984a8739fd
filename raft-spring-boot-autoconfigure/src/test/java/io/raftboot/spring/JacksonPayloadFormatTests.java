package io.raftboot.spring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JacksonPayloadFormatTests {

	private final JacksonPayloadFormat format = new JacksonPayloadFormat();

	@Nested
	class Values {

		@Test
		void recordsComeBackEqual() {
			Everything everything = new Everything("k\u00e4se", 7, 3L, true,
					Instant.parse("2026-01-02T03:04:05.123456789Z"), Duration.ofNanos(1_500_000_001), Optional.of("x"),
					Optional.empty(), Colour.RED, new UUID(1, 2), List.of(new Everything.Item("a", 1)),
					Map.of("k", List.of(1, 2)), null);
			assertThat(roundTrip(everything, ResolvableType.forClass(Everything.class))).isEqualTo(everything);
		}

		@Test
		void genericTypesComeBackEqual() {
			ResolvableType type = ResolvableType.forClassWithGenerics(Map.class, ResolvableType.forClass(String.class),
					ResolvableType.forClassWithGenerics(List.class, Instant.class));
			Map<String, List<Instant>> value = Map.of("a", List.of(Instant.EPOCH));
			assertThat(roundTrip(value, type)).isEqualTo(value);
		}

		@Test
		void emptyOptionalComesBackEmpty() {
			ResolvableType type = ResolvableType.forClassWithGenerics(Optional.class, String.class);
			assertThat(roundTrip(Optional.empty(), type)).isEqualTo(Optional.empty());
			assertThat(roundTrip(Optional.of("v"), type)).isEqualTo(Optional.of("v"));
		}

		@Test
		void arraysComeBackEqual() {
			assertThat(roundTrip(new byte[] { 1, 2 }, ResolvableType.forClass(byte[].class)))
				.isEqualTo(new byte[] { 1, 2 });
			assertThat(roundTrip(new Colour[] { Colour.BLUE }, ResolvableType.forClass(Colour[].class)))
				.isEqualTo(new Colour[] { Colour.BLUE });
		}

		@Test
		void enumsAreWrittenByNameWhateverToStringSays() {
			assertThat(json(Colour.RED, ResolvableType.forClass(Colour.class))).isEqualTo("\"RED\"");
		}

		@Test
		void bytesAreReadFromPositionToLimitAndStayThere() {
			PayloadCodec codec = codec(Colour.class);
			ByteBuffer bytes = ByteBuffer.wrap("xx\"RED\"yy".getBytes(StandardCharsets.UTF_8)).position(2).limit(7);
			assertThat(codec.decode(bytes)).isEqualTo(Colour.RED);
			assertThat(codec.decode(bytes.asReadOnlyBuffer())).isEqualTo(Colour.RED);
			assertThat(codec.decode(bytes.slice())).isEqualTo(Colour.RED);
			assertThat(bytes.position()).isEqualTo(2);
		}

	}

	@Nested
	class Versions {

		@Test
		void aPropertyThisVersionDoesNotKnowIsAnError() {
			assertThatExceptionOfType(JacksonException.class)
				.isThrownBy(() -> decode("{\"key\":\"a\",\"value\":\"b\",\"ttl\":5}", SealedCommand.Put.class))
				.withMessageContaining("ttl");
		}

		@Test
		void aPropertyAnOlderVersionDidNotWriteIsNullOrZero() {
			assertThat(decode("{\"name\":\"a\"}", Everything.Item.class)).isEqualTo(new Everything.Item("a", 0));
			assertThat(decode("{\"key\":\"a\"}", SealedCommand.Put.class)).isEqualTo(new SealedCommand.Put("a", null));
		}

	}

	@Nested
	class SealedTypes {

		@Test
		void simpleNamesTellPermittedRecordsApart() {
			ResolvableType type = ResolvableType.forClass(SealedCommand.class);
			SealedCommand put = new SealedCommand.Put("a", "b");
			assertThat(json(put, type)).isEqualTo("{\"@type\":\"Put\",\"key\":\"a\",\"value\":\"b\"}");
			assertThat(roundTrip(put, type)).isEqualTo(put);
			assertThat(roundTrip(new SealedCommand.Clear(), type)).isEqualTo(new SealedCommand.Clear());
		}

		@Test
		void sealedTypesUnderSealedTypesWork() {
			ResolvableType type = ResolvableType.forClass(SealedCommand.class);
			SealedCommand compact = new SealedCommand.Compact(5);
			assertThat(roundTrip(compact, type)).isEqualTo(compact);
		}

		@Test
		void sealedTypesWorkAsComponents() {
			Wrapper wrapper = new Wrapper(List.of(new SealedCommand.Put("a", "b"), new SealedCommand.Clear()),
					new SealedCommand.Compact(1));
			assertThat(roundTrip(wrapper, ResolvableType.forClass(Wrapper.class))).isEqualTo(wrapper);
		}

		@Test
		void anUnknownNameIsAnError() {
			assertThatExceptionOfType(JacksonException.class)
				.isThrownBy(() -> decode("{\"@type\":\"Increment\"}", SealedCommand.class))
				.withMessageContaining("Increment");
		}

		@Test
		void annotationsOfTheUserWin() {
			ResolvableType type = ResolvableType.forClass(AnnotatedCommand.class);
			AnnotatedCommand put = new AnnotatedCommand.Put("a");
			assertThat(json(put, type)).isEqualTo("{\"op\":\"put\",\"key\":\"a\"}");
			assertThat(roundTrip(put, type)).isEqualTo(put);
		}

		@Test
		void anEnumWithBodiesIsStillAnEnum() {
			assertThat(Operator.class.isSealed()).isTrue();
			assertThat(json(Operator.PLUS, ResolvableType.forClass(Operator.class))).isEqualTo("\"PLUS\"");
			assertThat(roundTrip(Operator.PLUS, ResolvableType.forClass(Operator.class))).isEqualTo(Operator.PLUS);
		}

	}

	@Nested
	class UnsuitableTypes {

		@Test
		void anOpenInterfaceIsRefused() {
			assertThatIllegalArgumentException().isThrownBy(() -> codec(OpenCommand.class))
				.withMessageContaining("OpenCommand")
				.withMessageContaining("make it sealed");
		}

		@Test
		void equalSimpleNamesAreRefused() {
			assertThatIllegalArgumentException().isThrownBy(() -> codec(Ambiguous.class))
				.withMessageContaining("same simple name");
		}

	}

	private PayloadCodec codec(Class<?> type) {
		return this.format.codec(ResolvableType.forClass(type));
	}

	private String json(Object value, ResolvableType type) {
		return new String(this.format.codec(type).encode(value), StandardCharsets.UTF_8);
	}

	private @Nullable Object decode(String json, Class<?> type) {
		return codec(type).decode(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
	}

	private @Nullable Object roundTrip(Object value, ResolvableType type) {
		PayloadCodec codec = this.format.codec(type);
		return codec.decode(ByteBuffer.wrap(codec.encode(value)).asReadOnlyBuffer());
	}

	enum Colour {

		RED, BLUE;

		@Override
		public String toString() {
			return "the colour " + name();
		}

	}

	enum Operator {

		PLUS {
			@Override
			int apply(int a, int b) {
				return a + b;
			}
		};

		abstract int apply(int a, int b);

	}

	record Everything(String text, int number, long big, boolean flag, Instant instant, Duration duration,
			Optional<String> present, Optional<String> absent, Colour colour, UUID uuid, List<Item> items,
			Map<String, List<Integer>> map, @Nullable String nothing) {

		record Item(String name, int count) {
		}

	}

	sealed interface SealedCommand {

		record Put(String key, @Nullable String value) implements SealedCommand {
		}

		record Clear() implements SealedCommand {
		}

		sealed interface Admin extends SealedCommand {

		}

		record Compact(int level) implements Admin {
		}

	}

	record Wrapper(List<SealedCommand> commands, SealedCommand.Admin admin) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
	@JsonSubTypes(@JsonSubTypes.Type(value = AnnotatedCommand.Put.class, name = "put"))
	sealed interface AnnotatedCommand {

		record Put(String key) implements AnnotatedCommand {
		}

	}

	interface OpenCommand {

	}

	sealed interface Ambiguous {

		final class One {

			record Put() implements Ambiguous {
			}

		}

		final class Two {

			record Put() implements Ambiguous {
			}

		}

	}

}
