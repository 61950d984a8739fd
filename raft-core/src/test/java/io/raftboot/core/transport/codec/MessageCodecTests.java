package io.raftboot.core.transport.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessageCodecTests {

	private static final int GROUP = FrameHeader.groupHash("default");

	static Stream<Class<?>> types() {
		return permitted(Message.class).stream();
	}

	private static List<Class<?>> permitted(Class<?> type) {
		if (!type.isSealed()) {
			return List.of(type);
		}
		List<Class<?>> leaves = new ArrayList<>();
		for (Class<?> sub : type.getPermittedSubclasses()) {
			leaves.addAll(permitted(sub));
		}
		return leaves;
	}

	private static Message sample(Class<?> type) {
		Message sample = MessageSamples.all().get(type);
		assertThat(sample).as("a sample of %s; add one, with a codec and golden bytes", type).isNotNull();
		return sample;
	}

	private static ByteBuffer frame(Message message) {
		ByteBuffer target = ByteBuffer.allocate(MessageEncoder.frameBytesMax(message)).order(ByteOrder.LITTLE_ENDIAN);
		int bytes = MessageEncoder.encode(message, GROUP, target);
		assertThat(target.position()).isEqualTo(bytes);
		return target.flip();
	}

	private static Message decode(ByteBuffer frame) {
		int bodyBytes = FrameHeader.checkedBodyBytes(frame, GROUP, 1 << 20);
		assertThat(frame.remaining()).isEqualTo(FrameHeader.BYTES + bodyBytes);
		return MessageDecoder.decode(MessageSamples.FROM, FrameHeader.type(frame),
				frame.slice(FrameHeader.BYTES, bodyBytes));
	}

	@ParameterizedTest
	@MethodSource("types")
	void everyMessageComesOutAsItWentIn(Class<?> type) {
		Message sample = sample(type);
		assertThat(MessageSamples.comparable(decode(frame(sample)))).isEqualTo(MessageSamples.comparable(sample));
	}

	@ParameterizedTest
	@MethodSource("types")
	void everyMessageLooksAsInTheFirstRelease(Class<?> type) throws IOException {
		byte[] encoded = Arrays.copyOf(frame(sample(type)).array(), frame(sample(type)).limit());
		String name = "/golden/message-v1-" + type.getSimpleName() + ".bin";
		try (InputStream golden = getClass().getResourceAsStream(name)) {
			assertThat(golden).as(name).isNotNull();
			assertThat(encoded).isEqualTo(golden.readAllBytes());
		}
	}

	@ParameterizedTest
	@MethodSource("types")
	void noMessageIsReadFromAPartOfIts(Class<?> type) {
		ByteBuffer frame = frame(sample(type));
		for (int bytes = 0; bytes < frame.limit() - FrameHeader.BYTES; bytes++) {
			ByteBuffer part = frame.slice(FrameHeader.BYTES, bytes);
			assertThatExceptionOfType(MalformedFrameException.class)
				.isThrownBy(() -> MessageDecoder.decode(MessageSamples.FROM, FrameHeader.type(frame), part));
		}
	}

	@ParameterizedTest
	@MethodSource("types")
	void noMessageIsReadWithBytesBehindIt(Class<?> type) {
		ByteBuffer frame = frame(sample(type));
		ByteBuffer longer = ByteBuffer.allocate(frame.limit() - FrameHeader.BYTES + 1)
			.put(frame.slice(FrameHeader.BYTES, frame.limit() - FrameHeader.BYTES))
			.rewind();
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> MessageDecoder.decode(MessageSamples.FROM, FrameHeader.type(frame), longer));
	}

	@ParameterizedTest
	@MethodSource("types")
	void anyDamageEitherReadsAsAnotherMessageOrIsRefused(Class<?> type) {
		ByteBuffer frame = frame(sample(type));
		Random random = new Random(17);
		for (int round = 0; round < 2000; round++) {
			byte[] body = Arrays.copyOfRange(frame.array(), FrameHeader.BYTES, frame.limit());
			for (int i = 0; i <= round % 3; i++) {
				body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
			}
			try {
				MessageDecoder.decode(MessageSamples.FROM, FrameHeader.type(frame), ByteBuffer.wrap(body));
			}
			catch (MalformedFrameException expected) {
				assertThat(expected.getMessage()).isNotEmpty();
			}
		}
	}

	@Nested
	class Entries {

		@Test
		void ofNoneAreTheEmptyBatch() {
			AppendEntries probe = MessageSamples.appendEntries().withEntries(EntryBatch.EMPTY);
			AppendEntries decoded = (AppendEntries) decode(frame(probe));
			assertThat(decoded.entries()).isSameAs(EntryBatch.EMPTY);
		}

		@Test
		void areRefusedWhenASingleBitOfThemDiffers() {
			ByteBuffer frame = frame(MessageSamples.appendEntries());
			int start = FrameHeader.BYTES + MessageEncoder.APPEND_ENTRIES_BYTES;
			int padding = 8 - 5 % 8;
			for (int bit = start * 8; bit < (frame.limit() - padding) * 8; bit++) {
				byte[] damaged = Arrays.copyOf(frame.array(), frame.limit());
				damaged[bit / 8] ^= (byte) (1 << (bit % 8));
				assertThatExceptionOfType(MalformedFrameException.class)
					.isThrownBy(() -> decode(ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN)));
			}
		}

		@Test
		void areRefusedUnderAnotherIndex() {
			ByteBuffer frame = frame(MessageSamples.appendEntries());
			frame.putLong(FrameHeader.BYTES + MessageEncoder.APPEND_ENTRIES_BYTES - 12, 1236L);
			assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> decode(frame))
				.withMessageContaining("1236");
		}

	}

	@Nested
	class Headers {

		private final ByteBuffer frame = frame(new Heartbeat(MessageSamples.FROM, 1L, 2L, 3L, 4));

		@Test
		void withALengthAboveTheLimitAreRefused() {
			for (int length : new int[] { (1 << 20) - 3, Integer.MAX_VALUE, Integer.MIN_VALUE, -1 }) {
				this.frame.putInt(0, length);
				refused("bytes");
			}
		}

		@Test
		void withALengthBelowTheirOwnAreRefused() {
			this.frame.putInt(0, 7);
			refused("frame of 11 bytes");
		}

		@Test
		void ofAnotherGroupAreRefused() {
			this.frame.putInt(4, GROUP + 1);
			refused("group");
		}

		@Test
		void ofAnotherVersionAreRefused() {
			this.frame.put(9, (byte) 2);
			refused("version 2");
		}

		@Test
		void ofUnknownTypeAreRefused() {
			for (int type : new int[] { 0, 13, 128, FrameHeader.PING }) {
				assertThatExceptionOfType(MalformedFrameException.class)
					.isThrownBy(() -> MessageDecoder.decode(MessageSamples.FROM, type, ByteBuffer.allocate(8)))
					.withMessageContaining("unknown message type " + type);
			}
		}

		private void refused(String why) {
			assertThatExceptionOfType(MalformedFrameException.class)
				.isThrownBy(() -> FrameHeader.checkedBodyBytes(this.frame, GROUP, 1 << 20))
				.withMessageContaining(why);
		}

	}

	@Test
	void commandsBeyondTheBodyAreNotReservedFor() {
		ByteBuffer body = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putInt(16, Integer.MAX_VALUE);
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> MessageDecoder.decode(MessageSamples.FROM, MessageType.FORWARD_REQUEST, body))
			.withMessageContaining("2147483647 commands");
	}

	@Test
	void longTextIsCutBetweenCharacters() {
		ForwardResponse response = new ForwardResponse(MessageSamples.FROM, 1L, 2L, 3, ForwardResponse.Status.BUSY, 4L,
				"x" + "ü".repeat(2000));
		ForwardResponse decoded = (ForwardResponse) decode(frame(response));
		assertThat(decoded.message()).isEqualTo("x" + "ü".repeat(511));
	}

}
