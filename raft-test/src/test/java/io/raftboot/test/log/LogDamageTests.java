package io.raftboot.test.log;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.raftboot.core.log.CorruptLogException;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.model.EntryType;
import io.raftboot.test.disk.FaultyDisk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A log of three segments, of which some byte is not what was written. Every bit of the
 * used part matters; what the log holds is never silently less.
 */
class LogDamageTests {

	private final FaultyDisk disk = new FaultyDisk();

	private List<Long> terms = List.of();

	@BeforeEach
	void writeLog() throws Exception {
		FileStorage storage = DiskFixture.open(this.disk);
		int index = 1;
		TestEntries.write(storage, TestEntries.entry(1, index++, EntryType.CONFIGURATION));
		while (DiskFixture.segments(this.disk).size() < 3) {
			TestEntries.write(storage, TestEntries.commands(1 + index / 10, index, 3, 93), // padded
					TestEntries.commands(1 + index / 10, index + 3, 1, 500));
			index += 4;
		}
		TestEntries.write(storage, TestEntries.commands(9, index, 2, 60));
		TestEntries.write(storage, TestEntries.commands(9, index + 2, 3, 201));
		this.terms = TestEntries.terms(storage.log());
		this.disk.killProcess();
	}

	@Test
	void withoutDamageItOpens() throws Exception {
		try (FileStorage storage = DiskFixture.open(this.disk)) {
			assertThat(TestEntries.terms(storage.log())).isEqualTo(this.terms);
		}
	}

	@Test
	void aFlippedBitInASegmentHeaderIsRefused() throws Exception {
		for (Path file : DiskFixture.segments(this.disk)) {
			for (int offset = 0; offset < DiskFixture.HEADER_BYTES; offset += (offset < 64) ? 1 : 31) {
				assertRefused(DiskFixture.withFlippedBit(this.disk, file, offset, offset % 8), file, 0, 0);
			}
			assertRefused(DiskFixture.withFlippedBit(this.disk, file, DiskFixture.HEADER_BYTES - 1, 7), file, 0, 0);
		}
	}

	@Test
	void aFlippedBitInAnyFrameIsRefusedNamingFileAndFrame() throws Exception {
		for (Path file : DiskFixture.segments(this.disk)) {
			List<Integer> frames = DiskFixture.frameOffsets(this.disk.content(file));
			for (int i = 0; i < frames.size() - 1; i++) {
				for (int offset = frames.get(i); offset < frames.get(i + 1); offset++) {
					FaultyDisk damaged = DiskFixture.withFlippedBit(this.disk, file, offset, (offset * 5) % 8);
					assertRefused(damaged, file, frames.get(i), offset);
				}
			}
		}
	}

	@Test
	void aRefusedDirectoryIsNotChanged() throws Exception {
		Path file = DiskFixture.segments(this.disk).get(1);
		FaultyDisk damaged = DiskFixture.withFlippedBit(this.disk, file, 4200, 3);
		byte[] meta = damaged.content(DiskFixture.META);
		byte[] segment = damaged.content(file);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(damaged));
		}
		assertThat(damaged.content(DiskFixture.META)).isEqualTo(meta);
		assertThat(damaged.content(file)).isEqualTo(segment);
	}

	@Test
	void aFlippedBitBehindTheLastFrameLosesNothing() throws Exception {
		Path file = DiskFixture.lastSegment(this.disk);
		List<Integer> frames = DiskFixture.frameOffsets(this.disk.content(file));
		for (int offset = frames.get(frames.size() - 1); offset < this.disk.content(file).length; offset += 23) {
			FaultyDisk damaged = DiskFixture.withFlippedBit(this.disk, file, offset, offset % 8);
			try (FileStorage storage = DiskFixture.open(damaged)) {
				assertThat(TestEntries.terms(storage.log())).isEqualTo(this.terms);
			}
		}
	}

	@Test
	void aFlippedBitBehindTheFramesOfAnOlderSegmentIsRefused() throws Exception {
		Path file = DiskFixture.segments(this.disk).get(0);
		List<Integer> frames = DiskFixture.frameOffsets(this.disk.content(file));
		int end = frames.get(frames.size() - 1);
		assertRefused(withBitBehind(this.disk, file, end), file, end, end);
	}

	@Test
	void aMissingSegmentIsRefused() throws Exception {
		List<Path> segments = DiskFixture.segments(this.disk);
		for (Path file : segments.subList(0, 2)) {
			FaultyDisk damaged = this.disk.copy();
			damaged.delete(file);
			assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(damaged))
				.withMessageContaining("lacks segment");
		}
	}

	@Test
	void wipedFramesThatWereDurableAreRefused() throws Exception {
		for (Path file : DiskFixture.segments(this.disk).subList(0, 2)) {
			byte[] content = this.disk.content(file);
			List<Integer> frames = DiskFixture.frameOffsets(content);
			Arrays.fill(content, frames.get(frames.size() - 2), content.length, (byte) 0);
			FaultyDisk damaged = DiskFixture.with(this.disk, file, content);
			assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(damaged))
				.withMessageContaining("does not follow the segment before it");
		}
	}

	@Test
	void aLogWithoutMetaIsRefused() throws Exception {
		this.disk.delete(DiskFixture.META);
		assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(this.disk))
			.withMessageContaining("holds a log but no file meta");
	}

	@Test
	void aFrameOfAnotherHistoryIsRefusedThoughItFits() throws Exception {
		FaultyDisk other = this.disk.copy();
		int next = this.terms.size() + 1;
		for (FaultyDisk each : List.of(this.disk, other)) {
			FileStorage storage = DiskFixture.open(each);
			TestEntries.write(storage,
					(each == other) ? TestEntries.commands(10, next, 1, 60) : TestEntries.commands(9, next, 1, 60));
			TestEntries.write(storage, TestEntries.commands(10, next + 1, 1, 60));
			each.killProcess();
		}
		Path file = DiskFixture.lastSegment(this.disk);
		byte[] content = this.disk.content(file);
		List<Integer> frames = DiskFixture.frameOffsets(content);
		int last = frames.get(frames.size() - 2);
		System.arraycopy(other.content(file), last, content, last, frames.get(frames.size() - 1) - last);
		assertRefused(DiskFixture.with(this.disk, file, content), file, last, last);
	}

	@Nested
	class AfterAnOrderlyStop {

		@BeforeEach
		void stop() throws Exception {
			DiskFixture.open(LogDamageTests.this.disk).close();
		}

		@Test
		void nothingIsTornAnyMore() throws Exception {
			FaultyDisk disk = LogDamageTests.this.disk;
			Path file = DiskFixture.lastSegment(disk);
			List<Integer> frames = DiskFixture.frameOffsets(disk.content(file));
			int last = frames.get(frames.size() - 2);
			int end = frames.get(frames.size() - 1);
			for (int offset = last; offset < end; offset++) {
				assertRefused(DiskFixture.withFlippedBit(disk, file, offset, offset % 8), file, last, offset);
			}
			assertRefused(withBitBehind(disk, file, end), file, end, end);
			byte[] content = disk.content(file);
			Arrays.fill(content, last, content.length, (byte) 0);
			FaultyDisk wiped = DiskFixture.with(disk, file, content);
			assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(wiped))
				.withMessageContaining("were durable");
		}

		@Test
		void aMissingLastSegmentIsRefused() throws Exception {
			FaultyDisk disk = LogDamageTests.this.disk;
			disk.delete(DiskFixture.lastSegment(disk));
			assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(disk))
				.withMessageContaining("were durable");
		}

	}

	/**
	 * With zeros behind the frames, whether there were any or not, and a bit in the last.
	 */
	private static FaultyDisk withBitBehind(FaultyDisk disk, Path file, int end) throws Exception {
		byte[] content = disk.content(file);
		content = Arrays.copyOf(content, Math.max(content.length, end + 64));
		content[content.length - 1] = 1;
		return DiskFixture.with(disk, file, content);
	}

	private static void assertRefused(FaultyDisk damaged, Path file, int frame, int offset) {
		assertThatExceptionOfType(CorruptLogException.class).as("byte %s of %s", offset, file.getFileName())
			.isThrownBy(() -> DiskFixture.open(damaged))
			.withMessageContaining(file.toString())
			.withMessageContaining("offset " + frame + ",")
			.withMessageContaining("entries ");
	}

}
