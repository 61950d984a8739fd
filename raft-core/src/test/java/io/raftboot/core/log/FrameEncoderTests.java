package io.raftboot.core.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrameEncoderTests {

	private final FrameEncoder encoder = new FrameEncoder();

	@Test
	void aFrameIsItsHeaderAndTheBytesOfItsBatches() {
		EntryBatch first = batch(7, 100);
		EntryBatch second = batch(8, 3);
		ByteBuffer frame = encode(first, second);
		assertThat(frame.remaining()).isEqualTo(FrameHeader.BYTES + first.byteSize() + second.byteSize());
		byte[] bytes = new byte[frame.remaining()];
		frame.get(bytes);
		ByteBuffer copy = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		assertThat(FrameHeader.read(copy, 0, new CRC32C())).isEqualTo(new FrameHeader(bytes.length, 5, 7, 2, 0, 4, 99));
		assertThat(copy.slice(FrameHeader.BYTES, first.byteSize())).isEqualTo(first.bytes());
		CRC32C crc = new CRC32C();
		crc.update(bytes);
		assertThat(this.encoder.chain()).isEqualTo((int) crc.getValue());
	}

	/** So that the file's blocks are the memory's. */
	@Test
	void aFrameBeginsInTheBufferWhereItWillBeginInABlock() {
		EntryBatch batch = batch(7, 100);
		int bytes = FrameHeader.BYTES + batch.byteSize();
		ByteBuffer plain = encode(batch);
		byte[] expected = new byte[bytes];
		plain.get(expected);
		int chain = this.encoder.chain();
		ByteBuffer frame = this.encoder.encode(List.of(batch), bytes, 4000, 8192 - 4000 - bytes, 5, 4, 99);
		assertThat(this.encoder.chain()).isEqualTo(chain);
		assertThat(frame.position()).isEqualTo(4000);
		assertThat(frame.limit()).isEqualTo(8192);
		assertThat(frame.alignmentOffset(0, 4096)).isZero();
		byte[] written = new byte[frame.remaining()];
		frame.get(written);
		assertThat(Arrays.copyOf(expected, written.length)).isEqualTo(written);
	}

	@Test
	void theBufferGrowsForABigFrameAndIsGivenBack() {
		assertThat(encode(batch(1, 3_000_000)).capacity()).isEqualTo(4 * 1024 * 1024);
		assertThat(encode(batch(1, 9_000_000)).remaining()).isGreaterThan(9_000_000);
		assertThat(encode(batch(1, 10)).capacity()).isEqualTo(256 * 1024);
	}

	private ByteBuffer encode(EntryBatch... batches) {
		int bytes = FrameHeader.BYTES;
		for (EntryBatch batch : batches) {
			bytes += batch.byteSize();
		}
		return this.encoder.encode(List.of(batches), bytes, 0, 0, 5, 4, 99);
	}

	private static EntryBatch batch(long index, int payloadBytes) {
		return EntryBatchBuilder.single(index, 1, EntryType.COMMAND, ByteBuffer.allocate(payloadBytes));
	}

}
