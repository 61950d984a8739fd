package io.raftboot.test.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import io.raftboot.test.disk.FaultyDisk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A full disk refuses new entries and harms nothing that is there. */
class DiskFullTests {

	private final FaultyDisk disk = new FaultyDisk();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatDoesNotFitIsRefusedUntilThereIsRoom(boolean background) throws Exception {
		FileStorage storage = DiskFixture.open(this.disk, background);
		this.disk.capacityBytes(this.disk.usedBytes() + 2 * DiskFixture.SEGMENT_BYTES + 100);
		List<Long> terms = new ArrayList<>();
		DiskFullException full = null;
		while (full == null) {
			try {
				TestEntries.write(storage, TestEntries.commands(1, terms.size() + 1, 1, 700));
				terms.add(1L);
			}
			catch (DiskFullException ex) {
				full = ex;
			}
		}
		assertThat(full).hasMessageContaining("No room for a log segment");
		assertThat(storage.log().isDiskFull()).isTrue();
		assertThat(storage.log().diskFullReason()).contains("No room");
		assertThat(this.disk.list(DiskFixture.DIRECTORY.resolve("log"))).noneMatch((file) -> file.endsWith(".tmp"));
		assertThat(TestEntries.terms(storage.log())).isEqualTo(terms);
		storage.meta().store(storage.meta().current().withHardState(new HardState(2, null)));
		assertThatExceptionOfType(DiskFullException.class)
			.isThrownBy(() -> TestEntries.write(storage, TestEntries.commands(2, terms.size() + 1, 1, 700)));
		this.disk.capacityBytes(Long.MAX_VALUE);
		assertThat(storage.log().isDiskFull()).isTrue();
		storage.log().recheckDiskSpace();
		if (!background) {
			assertThat(storage.log().isDiskFull()).isFalse();
		}
		TestEntries.write(storage, TestEntries.commands(2, terms.size() + 1, 1, 700));
		assertThat(storage.log().isDiskFull()).isFalse();
		terms.add(2L);
		this.disk.killProcess();
		try (FileStorage reopened = DiskFixture.open(this.disk)) {
			assertThat(TestEntries.terms(reopened.log())).isEqualTo(terms);
		}
	}

	/** Segments larger than a step of zeros are not on the disk as a whole. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aSegmentThatCannotGrowTakesNothingUntilThereIsRoom(boolean killed) throws Exception {
		FileStorage storage = open(8 << 20);
		this.disk.capacityBytes(this.disk.usedBytes() + (1 << 20) + 1000);
		List<Long> terms = new ArrayList<>();
		DiskFullException full = null;
		while (full == null) {
			try {
				TestEntries.write(storage, TestEntries.commands(1, terms.size() + 1, 1, 100_000));
				terms.add(1L);
			}
			catch (DiskFullException ex) {
				full = ex;
			}
		}
		assertThat(full).hasMessageContaining("No room for a log segment");
		assertThat(terms).hasSizeBetween(12, 20);
		assertThat(storage.log().diskFullReason()).isEqualTo(full.getMessage());
		assertThat(TestEntries.terms(storage.log())).isEqualTo(terms);
		if (killed) {
			this.disk.losePower(new Random(7));
			storage = open(8 << 20);
			assertThat(TestEntries.terms(storage.log())).isEqualTo(terms);
		}
		this.disk.capacityBytes(Long.MAX_VALUE);
		TestEntries.write(storage, TestEntries.commands(1, terms.size() + 1, 1, 100_000));
		terms.add(1L);
		assertThat(storage.log().isDiskFull()).isFalse();
		storage.close();
		try (FileStorage reopened = open(8 << 20)) {
			assertThat(TestEntries.terms(reopened.log())).isEqualTo(terms);
		}
	}

	/** They are written where no zeros are, so the disk is full in the middle of one. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void ofALargeFrameThatDoesNotFitNothingStays(boolean killed) throws Exception {
		FileStorage storage = open(8 << 20);
		TestEntries.write(storage, TestEntries.commands(1, 1, 1, 1000));
		this.disk.capacityBytes(this.disk.usedBytes() + 900_000);
		assertThatExceptionOfType(DiskFullException.class)
			.isThrownBy(() -> TestEntries.write(storage, TestEntries.commands(1, 2, 2, 900_000)))
			.withMessageContaining("No room for a log segment");
		assertThat(storage.log().isDiskFull()).isTrue();
		List<Long> terms = List.of(1L);
		FileStorage open = storage;
		if (killed) {
			this.disk.losePower(new Random(7));
			open = open(8 << 20);
			assertThat(TestEntries.terms(open.log())).isEqualTo(terms);
		}
		TestEntries.write(open, TestEntries.commands(2, 2, 1, 300_000));
		TestEntries.write(open, TestEntries.commands(3, 3, 1, 100));
		assertThat(open.log().isDiskFull()).isFalse();
		this.disk.losePower(new Random(8));
		try (FileStorage reopened = open(8 << 20)) {
			assertThat(TestEntries.terms(reopened.log())).containsExactly(1L, 2L, 3L);
			assertThat(this.disk.list(DiskFixture.DIRECTORY.resolve("log"))).noneMatch((file) -> file.contains("torn"));
		}
	}

	private FileStorage open(long segmentBytes) throws Exception {
		return FileStorage.open(this.disk, DiskFixture.DIRECTORY, Meta.initial(NodeId.of("n1"), 7),
				new FileStorageOptions(segmentBytes, false, false, DiskFixture.SPARE_SEGMENTS));
	}

	@Test
	void aNodeOnAFullDiskStartsWithWhatItHas() throws Exception {
		FileStorage storage = DiskFixture.open(this.disk);
		TestEntries.write(storage, TestEntries.commands(1, 1, 1, 300));
		this.disk.killProcess();
		this.disk.capacityBytes(0);
		try (FileStorage reopened = DiskFixture.open(this.disk)) {
			assertThat(TestEntries.terms(reopened.log())).containsExactly(1L);
			TestEntries.write(reopened, TestEntries.commands(2, 2, 1, 10));
		}
	}

	@Test
	void aNewDirectoryOnAFullDiskIsRefusedAndWorksLater() throws Exception {
		this.disk.capacityBytes(10_000);
		assertThatExceptionOfType(DiskFullException.class).isThrownBy(() -> DiskFixture.open(this.disk));
		this.disk.capacityBytes(Long.MAX_VALUE);
		DiskFixture.open(this.disk).close();
	}

}
