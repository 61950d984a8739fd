package io.raftboot.core.transport.tcp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.MalformedFrameException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Large frames are cut, and come out as they went in. */
class LargeFramesTests {

	private static final int GROUP = 77;

	private static final int FRAME_BYTES_MAX = 8 << 20;

	private final LargeFrames frames = new LargeFrames();

	private final FramePieces pieces = new FramePieces();

	@Test
	void piecesMakeTheFrameAgain() {
		byte[] bytes = random(LargeFrames.BYTES_MIN * 2 + 17);
		ByteBuf frame = Unpooled.directBuffer().writeBytes(bytes);
		this.frames.add(frame);
		assertThat(this.frames.bytes()).isEqualTo(bytes.length);
		ByteBuffer whole = null;
		int count = 0;
		while (!this.frames.isEmpty()) {
			assertThat(whole).isNull();
			whole = takeNext();
			count++;
		}
		assertThat(count).isGreaterThan(8);
		assertThat(whole).isEqualTo(ByteBuffer.wrap(bytes));
		assertThat(this.frames.bytes()).isZero();
		assertThat(frame.refCnt()).isZero();
	}

	@Test
	void aSmallFrameBehindALargeOneStaysWhole() {
		this.frames.add(Unpooled.directBuffer().writeBytes(random(LargeFrames.BYTES_MIN)));
		ByteBuf small = Unpooled.directBuffer().writeBytes(random(100));
		this.frames.add(small);
		while (this.frames.bytes() > 100) {
			takeNext();
		}
		ByteBuf next = this.frames.next(GROUP, UnpooledByteBufAllocator.DEFAULT);
		assertThat(next).isSameAs(small);
		next.release();
		assertThat(this.frames.isEmpty()).isTrue();
	}

	@Test
	void whatIsNotSentIsReleased() {
		ByteBuf frame = Unpooled.directBuffer().writeBytes(random(LargeFrames.BYTES_MIN));
		this.frames.add(frame);
		takeNext();
		this.frames.release();
		assertThat(frame.refCnt()).isZero();
		assertThat(this.frames.isEmpty()).isTrue();
	}

	@Test
	void whatDoesNotFitIsRefused() {
		refused(piece(0, new byte[0]), "empty");
		refused(piece(FRAME_BYTES_MAX, new byte[1]), "allowed");
		refused(piece(-1, new byte[100]), "allowed");
		refused(piece(0, new byte[11]), "allowed");
		assertThat(this.pieces.add(piece(100, new byte[50]), FRAME_BYTES_MAX)).isNull();
		refused(piece(51, new byte[50]), "missing");
		refused(piece(0, new byte[50]), "missing");
		assertThat(this.pieces.add(piece(0, new byte[100]), FRAME_BYTES_MAX)).isEqualTo(ByteBuffer.allocate(150));
	}

	private void refused(ByteBuffer piece, String why) {
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> this.pieces.add(piece, FRAME_BYTES_MAX))
			.withMessageContaining(why);
	}

	private @Nullable ByteBuffer takeNext() {
		ByteBuf next = this.frames.next(GROUP, UnpooledByteBufAllocator.DEFAULT);
		byte[] bytes = new byte[next.readableBytes()];
		next.readBytes(bytes);
		next.release();
		ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		int bodyBytes = FrameHeader.checkedBodyBytes(frame, GROUP, FRAME_BYTES_MAX);
		assertThat(FrameHeader.type(frame)).isEqualTo(FrameHeader.PIECE);
		return this.pieces.add(frame.slice(FrameHeader.BYTES, bodyBytes).order(ByteOrder.LITTLE_ENDIAN),
				FRAME_BYTES_MAX);
	}

	private static ByteBuffer piece(int following, byte[] bytes) {
		return ByteBuffer.allocate(4 + bytes.length).order(ByteOrder.LITTLE_ENDIAN).putInt(following).put(bytes).flip();
	}

	private static byte[] random(int count) {
		byte[] bytes = new byte[count];
		new Random(5).nextBytes(bytes);
		return bytes;
	}

}
