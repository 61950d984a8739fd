package io.raftboot.core.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DirectDiskFileTests {

	private static final int BLOCK = 4096;

	private final Random random = new Random(7);

	/** What the file must hold. */
	private final byte[] expected = new byte[64 * BLOCK];

	@TempDir
	private Path directory;

	private DiskFile plain;

	private CheckedBlocks blocks;

	private DirectDiskFile file;

	@BeforeEach
	void open() throws IOException {
		this.plain = Disk.system().open(path(), true);
		this.blocks = new CheckedBlocks(Disk.system().open(path(), false));
		this.file = new DirectDiskFile(this.plain, this.blocks, BLOCK);
	}

	@AfterEach
	void close() throws IOException {
		this.file.close();
	}

	@Test
	void framesOfAnySizeFollowEachOtherInBlocks() throws IOException {
		int end = 0;
		int writes = 0;
		for (int bytes = 1; end + bytes < this.expected.length - BLOCK; bytes += 577) {
			write(bytes, end);
			end += bytes;
			writes++;
		}
		assertThat(this.blocks.writes).isEqualTo(writes);
		assertHolds(end);
	}

	@Test
	void theBlockInFrontIsReadWhenTheFileIsOpenedAgain() throws IOException {
		write(5000, 0);
		this.file.close();
		open();
		write(300, 5000);
		assertThat(this.blocks.writes).isOne();
		assertHolds(5300);
	}

	@Test
	void theBlockInFrontIsReadWhenSomethingElseWasWrittenThere() throws IOException {
		write(5000, 0);
		byte[] other = { 1, 2, 3 };
		System.arraycopy(other, 0, this.expected, 4500, other.length);
		this.file.write(ByteBuffer.wrap(other), 4500);
		write(300, 5000);
		assertThat(this.blocks.writes).isEqualTo(2);
		assertHolds(5300);
		this.file.truncate(4600);
		write(300, 5000);
		assertThat(this.blocks.writes).as("what lies in front of it is not there").isEqualTo(2);
	}

	@Test
	void whatHasNoBlocksGoesTheUsualWay() throws IOException {
		byte[] bytes = random(BLOCK);
		this.file.writeDirect(ByteBuffer.wrap(bytes), 0);
		ByteBuffer unaligned = ByteBuffer.allocateDirect(3 * BLOCK).alignedSlice(BLOCK).position(8).limit(8 + BLOCK);
		this.file.writeDirect(unaligned.put(8, bytes), BLOCK);
		ByteBuffer endsWithin = ByteBuffer.allocateDirect(3 * BLOCK).alignedSlice(BLOCK).limit(100);
		this.file.writeDirect(endsWithin.put(0, bytes, 0, 100), 2 * BLOCK);
		assertThat(this.blocks.writes).isZero();
		System.arraycopy(bytes, 0, this.expected, 0, BLOCK);
		System.arraycopy(bytes, 0, this.expected, BLOCK, BLOCK);
		System.arraycopy(bytes, 0, this.expected, 2 * BLOCK, 100);
		assertHolds(2 * BLOCK + 100);
	}

	@Test
	void takesBlocksOfABufferThatItMayNotWriteTo() throws IOException {
		ByteBuffer zeros = ByteBuffer.allocateDirect(3 * BLOCK).alignedSlice(BLOCK).limit(2 * BLOCK).asReadOnlyBuffer();
		this.file.writeDirect(zeros, 0);
		assertThat(this.blocks.writes).isOne();
		Arrays.fill(this.expected, 0, 2 * BLOCK, (byte) 0);
		write(300, 2 * BLOCK);
		assertHolds(2 * BLOCK + 300);
	}

	/** Some file systems let a file be opened so, and refuse the write. */
	@Test
	void aFileThatTakesNoBlocksAfterAllIsNotAskedAgain() throws IOException {
		this.blocks.failure = new IOException("Invalid argument");
		write(5000, 0);
		write(300, 5000);
		assertThat(this.blocks.writes).isOne();
		assertHolds(5300);
	}

	@Test
	void whatFailsLaterIsTheDisk() throws IOException {
		write(5000, 0);
		this.blocks.failure = new IOException("Input/output error");
		assertThatIOException().isThrownBy(() -> write(300, 5000)).withMessage("Input/output error");
	}

	@Test
	void aFullDiskIsAFullDisk() {
		this.blocks.failure = new DiskFullException("No space left on device", new IOException());
		assertThatExceptionOfType(DiskFullException.class).isThrownBy(() -> write(300, 0));
	}

	/** In blocks if this file system takes them; the same bytes anyway. */
	@Test
	void theSystemsFilesTakeTheSameBytes() throws IOException {
		this.file.close();
		try (DiskFile real = Disk.system().openDirect(path(), false)) {
			int end = 0;
			for (int bytes = 100; end + bytes < this.expected.length - BLOCK; bytes += 1777) {
				write(real, bytes, end);
				end += bytes;
				real.force();
			}
			assertHolds(end);
		}
		open();
	}

	@Test
	void aPropertySwitchesItOff() throws IOException {
		System.setProperty(DirectDiskFile.PROPERTY, "false");
		try (DiskFile real = Disk.system().openDirect(path(), false)) {
			assertThat(real.blockBytes()).isOne();
			write(real, 300, 0);
			assertHolds(300);
			System.setProperty(DirectDiskFile.PROPERTY, "off");
			assertThatIllegalArgumentException().isThrownBy(() -> Disk.system().openDirect(path(), false))
				.withMessage("The Java property io.raftboot.direct-writes is 'off': set it to true or false");
		}
		finally {
			System.clearProperty(DirectDiskFile.PROPERTY);
		}
	}

	private void write(int bytes, int position) throws IOException {
		write(this.file, bytes, position);
	}

	/**
	 * As the log does: zeros up to the end of the block, and room for what is in front.
	 */
	private void write(DiskFile target, int bytes, int position) throws IOException {
		byte[] content = random(bytes);
		System.arraycopy(content, 0, this.expected, position, bytes);
		int offset = position % BLOCK;
		int end = (offset + bytes + BLOCK - 1) / BLOCK * BLOCK;
		ByteBuffer buffer = ByteBuffer.allocateDirect(end + BLOCK).alignedSlice(BLOCK);
		Arrays.fill(this.expected, position + bytes, position - offset + end, (byte) 0);
		target.writeDirect(buffer.put(offset, content).limit(end).position(offset), position);
	}

	private byte[] random(int bytes) {
		byte[] content = new byte[bytes];
		this.random.nextBytes(content);
		return content;
	}

	private void assertHolds(int bytes) throws IOException {
		assertThat(Arrays.copyOf(Files.readAllBytes(path()), bytes)).isEqualTo(Arrays.copyOf(this.expected, bytes));
	}

	private Path path() {
		return this.directory.resolve("file");
	}

	/** Takes blocks only, as the system does. */
	private static final class CheckedBlocks implements DirectDiskFile.Blocks {

		private final DiskFile file;

		private int writes;

		private @Nullable IOException failure;

		CheckedBlocks(DiskFile file) {
			this.file = file;
		}

		@Override
		public void write(ByteBuffer source, long position) throws IOException {
			this.writes++;
			if (this.failure != null) {
				throw this.failure;
			}
			assertThat(source.isDirect()).isTrue();
			assertThat(position % BLOCK).isZero();
			assertThat(source.remaining() % BLOCK).isZero();
			assertThat(source.alignmentOffset(source.position(), BLOCK)).isZero();
			this.file.write(source, position);
		}

		@Override
		public void close() throws IOException {
			this.file.close();
		}

	}

}
