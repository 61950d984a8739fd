package io.raftboot.core.transport.tcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FrameReaderTests {

	private final FrameReader reader = new FrameReader();

	private final List<String> frames = new ArrayList<>();

	private final FrameReader.Target target = new FrameReader.Target() {

		@Override
		public int onHeader(ByteBuffer header) {
			if (header.getInt(0) < 0) {
				throw new IllegalStateException("refused");
			}
			return header.getInt(0);
		}

		@Override
		public void onFrame(ByteBuffer header, ByteBuffer body) {
			assertThat(body.remaining()).isEqualTo(header.getInt(0));
			FrameReaderTests.this.frames.add(header.getInt(4) + ":" + new String(body.array()));
		}

	};

	private static void write(ByteBuf stream, int number, String body) {
		stream.writeIntLE(body.length()).writeIntLE(number).writeIntLE(0).writeBytes(body.getBytes());
	}

	@Test
	void framesAreFoundWhereverTheReadsEnd() {
		ByteBuf stream = Unpooled.buffer();
		List<String> expected = new ArrayList<>();
		Random random = new Random(3);
		for (int number = 0; number < 200; number++) {
			String body = "x".repeat(random.nextInt(4) * random.nextInt(30));
			write(stream, number, body);
			expected.add(number + ":" + body);
		}
		for (int step = 1; step < 60; step++) {
			this.frames.clear();
			for (int at = 0; at < stream.writerIndex(); at += step) {
				this.reader.read(stream.slice(at, Math.min(step, stream.writerIndex() - at)), this.target);
			}
			assertThat(this.frames).isEqualTo(expected);
		}
	}

	@Test
	void anEmptyBodyIsAFrameAtTheEndOfItsHeader() {
		ByteBuf stream = Unpooled.buffer();
		write(stream, 1, "");
		this.reader.read(stream, this.target);
		assertThat(this.frames).containsExactly("1:");
	}

	@Test
	void nothingIsReservedForARefusedHeader() {
		ByteBuf stream = Unpooled.buffer().writeIntLE(-1).writeZero(100);
		assertThatIllegalStateException().isThrownBy(() -> this.reader.read(stream, this.target));
		assertThat(this.frames).isEmpty();
	}

}
