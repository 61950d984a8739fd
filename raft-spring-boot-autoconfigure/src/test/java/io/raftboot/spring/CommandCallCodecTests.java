package io.raftboot.spring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What stands in logs on disk: must not change. */
class CommandCallCodecTests {

	private static final ReplicatedInterface METHODS = ReplicatedInterfaceReader
		.read(ResolvableType.forClass(Commands.class), new JacksonPayloadFormat());

	private static final CommandCallCodec CODEC = new CommandCallCodec(METHODS);

	@Nested
	class Writes {

		@Test
		void theNameAndTheArgumentsInOrder() {
			assertThat(wire("add", "x", 5L)).isEqualTo("\1\3add" + "\3\0\0\0\"x\"" + "\1\0\0\0005");
		}

		@Test
		void aGivenNameInsteadOfTheMethod() {
			assertThat(wire("first-name")).isEqualTo("\1\12first-name");
		}

		@Test
		void recordsAndCollectionsAsJson() {
			assertThat(wire("store", List.of(new Item("a", 1)), Map.of("k", Optional.of(Instant.EPOCH)), new Flat(2)))
				.isEqualTo("\1\5store" + "\30\0\0\0[{\"name\":\"a\",\"count\":1}]"
						+ "\34\0\0\0{\"k\":\"1970-01-01T00:00:00Z\"}" + "\33\0\0\0{\"@type\":\"Flat\",\"radius\":2}");
		}

		@Test
		void nullApartFromAnEmptyOptional() {
			assertThat(wire("grown", null, 1, null, Optional.empty(), OptionalInt.empty())).isEqualTo("\1\5grown"
					+ "\377\377\377\377" + "\1\0\0\0001" + "\377\377\377\377" + "\4\0\0\0null" + "\4\0\0\0null");
		}

	}

	@Nested
	class Reads {

		@Test
		void whatItWrote() {
			CommandCall call = decode(
					wire("store", List.of(new Item("a", 1)), Map.of("k", Optional.of(Instant.EPOCH)), new Flat(2)));
			assertThat(call.method().method().getName()).isEqualTo("store");
			assertThat(call.arguments()).containsExactly(List.of(new Item("a", 1)),
					Map.of("k", Optional.of(Instant.EPOCH)), new Flat(2));
		}

		@Test
		void parametersThatWereAddedLaterAsNullZeroOrEmpty() {
			assertThat(decode("\1\5grown" + "\3\0\0\0\"x\"").arguments()).containsExactly("x", 0, null,
					Optional.empty(), OptionalInt.empty());
		}

		@Test
		void fromTheMiddleOfABuffer() {
			byte[] bytes = bytes("..\1\3add" + "\3\0\0\0\"x\"" + "\1\0\0\0005..");
			ByteBuffer buffer = ByteBuffer.wrap(bytes, 2, bytes.length - 4).asReadOnlyBuffer();
			for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
				assertThat(((CommandCall) CODEC.decode(buffer.order(order))).arguments()).containsExactly("x", 5L);
				assertThat(buffer.position()).isEqualTo(2);
			}
		}

		@Test
		void argumentsThatReadOthers() {
			assertThat(decode(wire("read", new Reading("a"), "b")).arguments()).containsExactly(new Reading("a"), "b");
		}

	}

	@Nested
	class Refuses {

		@Test
		void aCommandThatIsNotKnown() {
			assertThatExceptionOfType(UnknownCommandException.class).isThrownBy(() -> decode("\1\4move"))
				.withMessageContaining("no method of " + Commands.class.getName() + " is the command 'move'")
				.withMessageContaining("@RaftCommand(name = \"move\")");
		}

		@Test
		void moreArgumentsThanParameters() {
			assertThatExceptionOfType(UnknownCommandException.class)
				.isThrownBy(() -> decode("\1\3add" + "\3\0\0\0\"x\"" + "\1\0\0\0005" + "\1\0\0\0006"))
				.withMessageContaining("the command 'add' has 3 arguments, but Commands.add takes 2");
		}

		@Test
		void anotherLayout() {
			assertThatExceptionOfType(UnknownCommandException.class).isThrownBy(() -> decode("\2\3add"))
				.withMessageContaining("layout is 2");
		}

		@Test
		void bytesThatAreCutShort() {
			assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> decode("\1\3ad"));
			assertThatExceptionOfType(IndexOutOfBoundsException.class)
				.isThrownBy(() -> decode("\1\3add" + "\3\0\0\0\"x"));
			assertThatExceptionOfType(IndexOutOfBoundsException.class)
				.isThrownBy(() -> decode("\1\3add" + "\3\0\0\0\"x\"" + "\1\0\0"));
			assertThatExceptionOfType(IndexOutOfBoundsException.class)
				.isThrownBy(() -> decode("\1\3add" + "\376\377\377\377"));
			assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> decode("\1"));
		}

		@Test
		void anArgumentOfNoBytesWhichIsNotNull() {
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> decode("\1\3add" + "\0\0\0\0" + "\1\0\0\0005"));
		}

		@Test
		void toWriteWhatCouldNotBeReadAgain() {
			assertThatIllegalArgumentException().isThrownBy(() -> wire("keep", new Unreadable(1, true)))
				.withMessageContaining("Argument 1 of Commands.keep, a " + Unreadable.class.getName()
						+ ", cannot be written to the log and read again");
		}

	}

	private static String wire(String command, @Nullable Object... arguments) {
		byte[] bytes = CODEC.encode(new CommandCall(METHODS.command(command), arguments));
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private static CommandCall decode(String wire) {
		return (CommandCall) CODEC.decode(ByteBuffer.wrap(bytes(wire)));
	}

	private static byte[] bytes(String wire) {
		return wire.getBytes(StandardCharsets.ISO_8859_1);
	}

	record Item(String name, int count) {
	}

	sealed interface Shape {

	}

	record Flat(int radius) implements Shape {
	}

	record Reading(String text) {

		Reading {
			decode("\1\3add" + "\16\0\0\0\"another name\"" + "\1\0\0\0005");
		}

	}

	static class Unreadable {

		public final int number;

		Unreadable(int number, boolean twice) {
			this.number = twice ? 2 * number : number;
		}

		Unreadable(String number, boolean twice) {
			this(Integer.parseInt(number), twice);
		}

	}

	interface Commands {

		@RaftCommand
		long add(String name, long by);

		@RaftCommand(name = "first-name")
		void renamed();

		@RaftCommand
		void store(List<Item> items, Map<String, Optional<Instant>> times, Shape shape);

		@RaftCommand
		void grown(String first, int second, List<String> third, Optional<String> fourth, OptionalInt fifth);

		@RaftCommand
		void keep(Unreadable value);

		@RaftCommand
		void read(Reading first, String second);

	}

}
