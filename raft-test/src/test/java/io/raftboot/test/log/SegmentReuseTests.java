package io.raftboot.test.log;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.log.CorruptLogException;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.NodeId;
import io.raftboot.test.disk.FaultyDisk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A log that goes on in the file of an old segment, whose frames of the same size lie
 * just where the new ones come; of a size that ends with a sector, and of one that does
 * not.
 */
@ParameterizedClass
@ValueSource(ints = { 328, 464 })
class SegmentReuseTests {

	private static final Path LOG = DiskFixture.DIRECTORY.resolve("log");

	private static final int SECTOR_BYTES = 512;

	private static final int TABLE_BYTES = 512;

	private static final int DATA_END = DiskFixture.SEGMENT_BYTES - TABLE_BYTES;

	private final FaultyDisk disk = new FaultyDisk();

	private final int payloadBytes;

	private FileStorage storage;

	private long last;

	/** The file that is used again, and the end of its first frame. */
	private Path file = Path.of("none");

	private final int start;

	SegmentReuseTests(int payloadBytes) throws Exception {
		this.payloadBytes = payloadBytes;
		this.start = DiskFixture.HEADER_BYTES + frameBytes(1);
		this.storage = DiskFixture.open(this.disk);
	}

	@BeforeEach
	void goOnInAnOldSegment() throws Exception {
		for (int frame = 0; frame < 20; frame++) {
			write(1);
		}
		TestEntries.snapshot(this.storage, 1, this.last);
		this.storage.log().compact(this.last);
		assertThat(spares()).isEqualTo(DiskFixture.SPARE_SEGMENTS);
		while (spares() == DiskFixture.SPARE_SEGMENTS) {
			write(1);
		}
		this.file = DiskFixture.lastSegment(this.disk);
		byte[] stale = Arrays.copyOfRange(this.disk.content(this.file), this.start, DATA_END);
		assertThat(stale).as("old frames").isNotEqualTo(new byte[stale.length]);
	}

	@Test
	void noFrameOfTheOldSegmentIsReadAgain() throws Exception {
		while (this.disk.list(LOG).size() < 12) {
			assertHolds(this.disk.copy());
			this.storage.close();
			assertHolds(this.disk.copy());
			this.storage = DiskFixture.open(this.disk);
			write(2);
			write(1);
		}
		assertHolds(this.disk);
	}

	@Test
	void everySubsetOfTheSectorsOfUnforcedFramesIsCutUnlessItIsWhole() throws Exception {
		byte[] before = this.disk.content(this.file);
		long durable = this.last;
		append(1);
		append(1);
		int between = this.start + frameBytes(1);
		int end = between + frameBytes(1);
		byte[] after = this.disk.content(this.file);
		this.disk.killProcess();
		int first = this.start / SECTOR_BYTES;
		int sectors = (end - 1) / SECTOR_BYTES - first + 1;
		for (int written = 0; written < 1 << sectors; written++) {
			byte[] torn = before.clone();
			for (int i = 0; i < sectors; i++) {
				if ((written & (1 << i)) != 0) {
					int at = (first + i) * SECTOR_BYTES;
					System.arraycopy(after, at, torn, at, SECTOR_BYTES);
				}
			}
			long whole = durable;
			if (Arrays.equals(torn, this.start, between, after, this.start, between)) {
				whole = durable + 2 + (Arrays.equals(torn, between, end, after, between, end) ? 2 : 0);
			}
			this.last = whole;
			FaultyDisk crashed = DiskFixture.with(this.disk, this.file, torn);
			assertHolds(crashed);
			this.storage = DiskFixture.open(crashed);
			write(1);
			this.storage.close();
			assertHolds(crashed);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aFrameForWhichThereIsNoRoomIsTakenBack(boolean killed) throws Exception {
		long durable = this.last;
		this.disk.noRoomNext(this.file.getFileName().toString());
		assertThatExceptionOfType(DiskFullException.class).isThrownBy(() -> write(2));
		assertThat(this.storage.log().isDiskFull()).isTrue();
		this.last = durable;
		if (killed) {
			this.disk.losePower(new Random(7));
			assertHolds(this.disk);
			this.storage = DiskFixture.open(this.disk);
		}
		write(1);
		this.disk.losePower(new Random(8));
		assertHolds(this.disk);
		assertThat(this.disk.list(LOG)).noneMatch((name) -> name.contains("torn"));
	}

	@Test
	void aFlippedBitInTheLastFrameIsRefused() throws Exception {
		write(2);
		this.disk.killProcess();
		for (int offset = this.start; offset < this.start + frameBytes(2); offset++) {
			FaultyDisk damaged = DiskFixture.withFlippedBit(this.disk, this.file, offset, (offset * 5) % 8);
			assertThatExceptionOfType(CorruptLogException.class).as("byte %s", offset)
				.isThrownBy(() -> DiskFixture.open(damaged))
				.withMessageContaining(this.file.toString())
				.withMessageContaining("offset " + this.start + ",");
		}
	}

	@Test
	void aFlippedBitInItsTableIsRefused() throws Exception {
		this.storage.close();
		for (int offset = DATA_END; offset < DiskFixture.SEGMENT_BYTES; offset += 41) {
			FaultyDisk damaged = DiskFixture.withFlippedBit(this.disk, this.file, offset, offset % 8);
			assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(damaged))
				.withMessageContaining(this.file.toString())
				.withMessageContaining("offset " + DATA_END + ": its sector table");
		}
	}

	@Test
	void aFileThatWasCutIsRefused() throws Exception {
		this.storage.close();
		byte[] cut = Arrays.copyOf(this.disk.content(this.file), DATA_END);
		FaultyDisk damaged = DiskFixture.with(this.disk, this.file, cut);
		assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(damaged))
			.withMessageContaining("its sector table, with which it has to end, is not there");
	}

	@Test
	void whatIsNotUsedYetIsKeptForTheNextLife() throws Exception {
		this.storage.close();
		assertThat(spares()).isEqualTo(DiskFixture.SPARE_SEGMENTS - 1);
		int files = this.disk.list(LOG).size();
		this.storage = DiskFixture.open(this.disk);
		while (spares() > 0) {
			write(2);
		}
		assertThat(this.disk.list(LOG)).hasSize(files);
		assertHolds(this.disk.copy());
	}

	@Test
	void whoWantsNoneDeletesThem() throws Exception {
		this.storage.close();
		FileStorage
			.open(this.disk, DiskFixture.DIRECTORY, Meta.initial(NodeId.of("n1"), 7),
					new FileStorageOptions(DiskFixture.SEGMENT_BYTES, false, false, 0))
			.close();
		assertThat(spares()).isZero();
		assertHolds(this.disk);
	}

	@Test
	void segmentsOfAnotherSizeAreNotUsedAgain() throws Exception {
		this.storage.close();
		FileStorage
			.open(this.disk, DiskFixture.DIRECTORY, Meta.initial(NodeId.of("n1"), 7),
					new FileStorageOptions(2 * DiskFixture.SEGMENT_BYTES, false, false, DiskFixture.SPARE_SEGMENTS))
			.close();
		assertThat(spares()).isZero();
		assertHolds(this.disk);
	}

	@Test
	void noneAreKeptOnADiskThatIsNearlyFull() throws Exception {
		while (spares() > 0) {
			write(2);
		}
		this.disk.capacityBytes(this.disk.usedBytes() + DiskFixture.SPARE_SEGMENTS * DiskFixture.SEGMENT_BYTES - 4096);
		TestEntries.snapshot(this.storage, 1, this.last);
		this.storage.log().compact(this.last);
		assertThat(spares()).isLessThan(DiskFixture.SPARE_SEGMENTS);
		assertThat(DiskFixture.segments(this.disk)).hasSize(1);
	}

	/** Frames of two entries each, in one frame twice as many. */
	private void append(int times) throws Exception {
		TestEntries.append(this.storage, TestEntries.commands(1, this.last + 1, 2 * times, this.payloadBytes));
		this.last += 2 * times;
	}

	private void write(int times) throws Exception {
		append(times);
		this.storage.log().force();
	}

	private void assertHolds(FaultyDisk disk) throws Exception {
		disk.killProcess();
		try (FileStorage found = DiskFixture.open(disk)) {
			assertThat(found.log().lastIndex()).isEqualTo(this.last);
			List<Long> terms = TestEntries.terms(found.log());
			assertThat(terms).hasSize((int) (this.last - found.log().firstIndex() + 1));
		}
	}

	private int frameBytes(int times) {
		return 48 + 2 * times * (24 + this.payloadBytes);
	}

	private long spares() {
		return this.disk.list(LOG).stream().filter((name) -> name.endsWith(".spare")).count();
	}

}
