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

import io.raftboot.core.model.AdminRequest;
import io.raftboot.core.model.AdminResponse;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotChunk;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

	static ByteBuffer frame(Message message) {
		ByteBuffer target = ByteBuffer.allocate(MessageEncoder.frameBytesMax(message)).order(ByteOrder.LITTLE_ENDIAN);
		int bytes = MessageEncoder.encode(message, GROUP, target);
		assertThat(target.position()).isEqualTo(bytes);
		return target.flip();
	}

	static Message decode(ByteBuffer frame) {
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
			int start = FrameHeader.BYTES + ProtocolCodec.APPEND_ENTRIES_BYTES;
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
			frame.putLong(FrameHeader.BYTES + ProtocolCodec.APPEND_ENTRIES_BYTES - 12, 1236L);
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
			for (int type : new int[] { 0, 22, 128, FrameHeader.PING }) {
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

	@Nested
	class Chunks {

		private static final int TOTAL_BYTES = FrameHeader.BYTES + 24;

		private static final int OFFSET = FrameHeader.BYTES + 36;

		private static final int DATA_BYTES = FrameHeader.BYTES + 44;

		private final ByteBuffer frame = frame(MessageSamples.snapshotChunk());

		private static SnapshotChunk chunk(int dataBytes) {
			return new SnapshotChunk(MessageSamples.FROM, 6L, 1L, 1L, 1L << 40, 5, 0L, ByteBuffer.allocate(dataBytes));
		}

		@Test
		void shareTheBytesOfTheBody() {
			SnapshotChunk decoded = (SnapshotChunk) decode(this.frame);
			assertThat(decoded.data().array()).isSameAs(this.frame.array());
		}

		@Test
		void areEncodedWithoutMovingTheirData() {
			SnapshotChunk chunk = MessageSamples.snapshotChunk();
			frame(chunk);
			assertThat(chunk).isEqualTo(MessageSamples.snapshotChunk());
		}

		@Test
		void withoutDataAreAQuestion() {
			assertThat(decode(frame(chunk(0)))).isEqualTo(chunk(0));
		}

		@Test
		void ofAMebibyteArePossibleAndLargerOnesAreNot() {
			assertThat(frame(chunk(1 << 20)).limit()).isEqualTo(MessageEncoder.CHUNK_FRAME_BYTES_MAX);
			assertThatIllegalArgumentException().isThrownBy(() -> MessageEncoder.frameBytesMax(chunk((1 << 20) + 1)))
				.withMessageContaining("1048577 bytes");
		}

		@Test
		void ofMoreThanAMebibyteAreRefused() {
			ByteBuffer body = ByteBuffer.allocate(SnapshotTransferCodec.CHUNK_BYTES + (1 << 20) + 1)
				.put(frame(chunk(0)).position(FrameHeader.BYTES))
				.order(ByteOrder.LITTLE_ENDIAN)
				.putInt(44, (1 << 20) + 1)
				.rewind();
			assertThatExceptionOfType(MalformedFrameException.class)
				.isThrownBy(() -> MessageDecoder.decode(MessageSamples.FROM, MessageType.SNAPSHOT_CHUNK, body))
				.withMessageContaining("chunk of 1048577 bytes");
		}

		@Test
		void withSizesThatDoNotFitTogetherAreRefused() {
			for (long offset : new long[] { -1L, Long.MIN_VALUE, Long.MAX_VALUE, 5_000_000_000L - 5 }) {
				refused(ByteBuffer.wrap(this.frame.array().clone())
					.order(ByteOrder.LITTLE_ENDIAN)
					.putLong(OFFSET, offset));
			}
			for (long total : new long[] { -1L, Long.MIN_VALUE, 0L, 4_999_999_005L }) {
				refused(ByteBuffer.wrap(this.frame.array().clone())
					.order(ByteOrder.LITTLE_ENDIAN)
					.putLong(TOTAL_BYTES, total));
			}
			for (int bytes : new int[] { -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 7 }) {
				refused(ByteBuffer.wrap(this.frame.array().clone())
					.order(ByteOrder.LITTLE_ENDIAN)
					.putInt(DATA_BYTES, bytes));
			}
		}

		@Test
		void ofNoSnapshotAreRefused() {
			refused(this.frame.putLong(FrameHeader.BYTES + 8, 0L));
			ByteBuffer response = frame(MessageSamples.snapshotChunkResponse());
			refused(response.putLong(FrameHeader.BYTES + 16, -1L));
		}

		@Test
		void areNotAcknowledgedWithLessThanNothing() {
			refused(frame(MessageSamples.snapshotChunkResponse()).putLong(FrameHeader.BYTES + 24, -1L));
		}

		private void refused(ByteBuffer frame) {
			frame.rewind();
			assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> decode(frame));
		}

	}

	@Nested
	class Administration {

		private static final int CODE = FrameHeader.BYTES + 16;

		@Test
		void mayHaveNoTargetAndNoLeader() {
			AdminRequest request = new AdminRequest(MessageSamples.FROM, 1L, 2L, AdminRequest.Operation.STEP_DOWN, null,
					"", 0L, -1L);
			assertThat(decode(frame(request))).isEqualTo(request);
			AdminResponse response = new AdminResponse(MessageSamples.FROM, 1L, 2L, AdminResponse.Status.DONE, 3L, null,
					"");
			assertThat(decode(frame(response))).isEqualTo(response);
		}

		@Test
		void hasRoomForTheLongestTexts() {
			NodeId longId = NodeId.of("x".repeat(NodeId.LENGTH_MAX));
			AdminRequest request = new AdminRequest(MessageSamples.FROM, 1L, 2L, AdminRequest.Operation.JOIN, longId,
					"ü".repeat(512), 0L, -1L);
			assertThat(decode(frame(request))).isEqualTo(request);
			AdminResponse response = new AdminResponse(MessageSamples.FROM, 1L, 2L, AdminResponse.Status.REFUSED, 0L,
					new Peer(longId, "€".repeat(341), 3L), "ü".repeat(512));
			assertThat(decode(frame(response))).isEqualTo(response);
		}

		@ParameterizedTest
		@EnumSource
		void carriesEveryOperation(AdminRequest.Operation operation) {
			AdminRequest request = new AdminRequest(MessageSamples.FROM, 1L, 2L, operation, null, "", 0L, -1L);
			assertThat(decode(frame(request))).isEqualTo(request);
		}

		@Test
		void withAnAddressThatIsTooLongIsNotWritten() {
			AdminRequest request = new AdminRequest(MessageSamples.FROM, 1L, 2L, AdminRequest.Operation.JOIN, null,
					"x".repeat(1025), 0L, -1L);
			assertThatIllegalArgumentException().isThrownBy(() -> frame(request)).withMessageContaining("1025");
		}

		@Test
		void ofANewerVersionIsRefused() {
			refused(frame(MessageSamples.adminRequest()).put(CODE, (byte) AdminRequest.Operation.values().length),
					"unknown operation 8");
			refused(frame(MessageSamples.adminRequest()).put(CODE, (byte) -1), "unknown operation 255");
			refused(frame(MessageSamples.adminResponse()).put(CODE, (byte) AdminResponse.Status.values().length),
					"unknown status 4");
			refused(frame(MessageSamples.adminResponse()).put(CODE, (byte) -128), "unknown status 128");
		}

		@Test
		void withATargetThatIsNoIdIsRefused() {
			refused(frame(MessageSamples.adminRequest()).put(CODE + 2, (byte) '/'), "Node id");
		}

		@Test
		void withIndexesThatAreNoneIsRefused() {
			ByteBuffer request = frame(MessageSamples.adminRequest());
			refused(request.putLong(request.limit() - 8, -2L), "-2");
			refused(frame(MessageSamples.adminResponse()).putLong(CODE + 1, -1L), "-1");
		}

		private void refused(ByteBuffer frame, String why) {
			assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> decode(frame))
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
