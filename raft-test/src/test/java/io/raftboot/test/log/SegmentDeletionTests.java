package io.raftboot.test.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.log.CorruptLogException;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.RecoveredLog;
import io.raftboot.core.log.StoreFailedException;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import io.raftboot.test.disk.FaultyDisk;
import io.raftboot.test.disk.FaultyDisk.Operation;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which files go and come when a log is compacted or reset. Four entries fill a segment.
 */
class SegmentDeletionTests {

	private static final Path LOG = DiskFixture.DIRECTORY.resolve("log");

	private final FaultyDisk disk = new FaultyDisk();

	private ModelledLog log;

	@BeforeEach
	void writeFiveSegments() throws Exception {
		this.log = new ModelledLog(DiskFixture.open(this.disk));
		write(1, 20);
		assertThat(this.log.log().segments()).isEqualTo(5);
	}

	@Test
	void wholeSegmentsGoTheOldestFirst() throws Exception {
		List<Path> before = DiskFixture.segments(this.disk);
		this.log.snapshot(20);
		this.log.compact(12);
		assertThat(DiskFixture.segments(this.disk)).isEqualTo(before.subList(2, 5));
		assertThat(this.log.log().firstIndex()).isEqualTo(9);
		assertThat(this.log.log().segments()).isEqualTo(3);
		assertThat(this.log.log().bytes()).isEqualTo(3 * DiskFixture.SEGMENT_BYTES);
		assertThat(this.log.storage().meta().current().lowestLiveSegment()).isEqualTo(3);
		this.log.compact(12);
		assertThat(DiskFixture.segments(this.disk)).hasSize(3);
		this.log.compact(21);
		assertThat(DiskFixture.segments(this.disk)).as("the current one stays").isEqualTo(before.subList(4, 5));
		assertSurvives();
	}

	@Test
	void aCompactionThatHasNothingToDeleteTouchesNothing() throws Exception {
		this.log.snapshot(20);
		long forces = this.disk.forces();
		this.log.compact(4);
		assertThat(this.disk.forces()).isEqualTo(forces);
	}

	@Test
	void segmentsThatAnOverrideHidGoTogetherWithWhatItKept() throws Exception {
		this.log.write(2, 6, 2, 900);
		assertThat(this.log.log().segments()).isEqualTo(6);
		this.log.snapshot(7);
		this.log.compact(5);
		assertThat(this.log.log().firstIndex()).isEqualTo(5);
		assertThat(this.log.log().segments()).as("those of entries 9..20 lie behind that of entry 5").isEqualTo(5);
		assertSurvives();
		this.log.compact(6);
		assertThat(this.log.log().firstIndex()).isEqualTo(6);
		assertThat(this.log.log().segments()).isEqualTo(1);
		assertSurvives();
	}

	@Test
	void theLogNeverBeginsWithASegmentOfAnOverrideThatNeverCame() throws Exception {
		this.disk.failNext(Operation.WRITE, ".seg");
		assertThatExceptionOfType(StoreFailedException.class)
			.isThrownBy(() -> TestEntries.append(this.log.storage(), TestEntries.commands(2, 7, 1, 900)));
		reopenKilled();
		assertThat(DiskFixture.segments(this.disk)).as("nothing left of it").hasSize(5);
		write(2, 8);
		this.log.snapshot(28);
		for (long keep = 5; keep <= 28; keep++) {
			this.log.compact(keep);
			assertSurvives();
		}
		assertThat(this.log.log().firstIndex()).isEqualTo(25);
	}

	@Test
	void anEmptySegmentMayStandInTheMiddle() throws Exception {
		this.disk.failNext(Operation.WRITE, ".seg");
		assertThatExceptionOfType(StoreFailedException.class)
			.isThrownBy(() -> TestEntries.append(this.log.storage(), TestEntries.commands(1, 21, 4, 900)));
		reopenKilled();
		assertThat(this.log.log().segments()).isEqualTo(6);
		this.log.write(2, 18, 2, 900);
		write(2, 9);
		this.log.snapshot(28);
		for (long keep = 5; keep <= 28; keep++) {
			this.log.compact(keep);
			assertSurvives();
		}
		assertThat(this.log.log().firstIndex()).isGreaterThan(20);
	}

	@Test
	void theLastEntryStaysEvenIfASegmentWasBegunAfterIt() throws Exception {
		this.disk.failNext(Operation.WRITE, ".seg");
		assertThatExceptionOfType(StoreFailedException.class)
			.isThrownBy(() -> TestEntries.append(this.log.storage(), TestEntries.commands(1, 21, 4, 900)));
		reopenKilled();
		assertThat(this.log.log().segments()).isEqualTo(6);
		this.log.snapshot(20);
		this.log.compact(21);
		assertThat(this.log.log().firstIndex()).isEqualTo(17);
		assertSurvives();
	}

	@Test
	void whatOverrodeTheEntriesThatGoIsDurableBefore() throws Exception {
		this.log.snapshot(10);
		for (int seed = 0; seed < 10; seed++) {
			FaultyDisk copy = this.disk.copy();
			FileStorage storage = DiskFixture.open(copy);
			TestEntries.append(storage, TestEntries.commands(2, 11, 1, 3000));
			storage.log().compact(11);
			copy.losePower(new Random(seed));
			try (FileStorage reopened = DiskFixture.open(copy)) {
				assertThat(reopened.log().firstIndex()).isEqualTo(11);
				assertThat(TestEntries.terms(reopened.log())).containsExactly(2L);
			}
		}
	}

	@Test
	void framesAreNumberedOnAfterAReset() throws Exception {
		long before = lastBatchNumber();
		this.log.reset(3, 50);
		this.log.write(3, 51, 1, 10);
		assertThat(lastBatchNumber()).isEqualTo(before + 1);
		reopenKilled();
		this.log.reset(3, 60);
		this.log.write(3, 61, 1, 10);
		assertThat(lastBatchNumber()).isEqualTo(before + 2);
		assertThat(DiskFixture.segments(this.disk)).hasSize(1)
			.allMatch((file) -> file.toString().contains("-0000000000000007.seg"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void thePreparedSegmentIsUsedOrDeleted(boolean background) throws Exception {
		this.log.storage().close();
		this.log.reopened(DiskFixture.open(this.disk, background));
		for (int i = 0; i < 5; i++) {
			write(1, 3);
			this.log.reset(1, this.log.lastIndex() + 10);
			assertThat(this.log.log().segments()).isEqualTo(1);
			assertThat(DiskFixture.segments(this.disk)).hasSizeGreaterThanOrEqualTo(1)
				.matches((files) -> background || files.size() == 1);
			write(1, 6);
			this.log.snapshot(this.log.lastIndex());
			this.log.compact(this.log.lastIndex());
		}
		this.log.storage().close();
		assertThat(this.disk.list(LOG)).noneMatch((file) -> file.endsWith(".tmp"));
		this.log.reopened(DiskFixture.open(this.disk));
		assertThat(this.disk.list(LOG)).filteredOn((file) -> !file.endsWith(".spare")).hasSize(1);
	}

	@Test
	void aResetOnAFullDiskChangesNothingAndWorksLater() throws Exception {
		this.disk.capacityBytes(this.disk.usedBytes() + 100);
		byte[] segment = this.disk.content(DiskFixture.lastSegment(this.disk));
		TestEntries.snapshot(this.log.storage(), 3, 50);
		assertThatExceptionOfType(DiskFullException.class).isThrownBy(() -> this.log.log().reset(50, 3));
		assertThat(this.log.log().isDiskFull()).isTrue();
		assertThat(this.disk.content(DiskFixture.lastSegment(this.disk))).isEqualTo(segment);
		assertSurvives();
		assertThatExceptionOfType(DiskFullException.class).isThrownBy(() -> this.log.log().reset(50, 3));
		this.disk.capacityBytes(Long.MAX_VALUE);
		this.log.log().recheckDiskSpace();
		this.log.reset(3, 50);
		this.log.write(3, 51, 1, 10);
		assertSurvives();
	}

	@Test
	void compactionMakesRoomOnAFullDisk() throws Exception {
		this.disk.capacityBytes(this.disk.usedBytes() + 100);
		assertThatExceptionOfType(DiskFullException.class).isThrownBy(() -> write(1, 8));
		assertThat(this.log.log().isDiskFull()).isTrue();
		this.log.snapshot(20);
		this.log.compact(15);
		assertThat(this.log.log().isDiskFull()).isFalse();
		write(1, 8);
		assertSurvives();
	}

	@Test
	void aFailureInBetweenPoisonsAndHarmsNothing() throws Exception {
		for (Operation operation : Operation.values()) {
			for (boolean reset : new boolean[] { false, true }) {
				FaultyDisk copy = this.disk.copy();
				ModelledLog log = ModelledLog.of(DiskFixture.open(copy));
				TestEntries.snapshot(log.storage(), 1, 18);
				copy.failNext(operation, (operation == Operation.FORCE_DIRECTORY) ? "log"
						: (operation == Operation.RENAME) ? ".seg" : "meta");
				if (!reset && operation == Operation.RENAME) {
					continue;
				}
				assertThatExceptionOfType(StoreFailedException.class).as("%s", operation).isThrownBy(() -> {
					if (reset) {
						log.log().reset(18, 1);
					}
					else {
						log.log().compact(18);
					}
				});
				assertThatExceptionOfType(StoreFailedException.class)
					.isThrownBy(() -> TestEntries.append(log.storage(), TestEntries.commands(1, 21, 1, 10)));
				copy.killProcess();
				ModelledLog reopened = ModelledLog.of(DiskFixture.open(copy));
				assertThat(reopened.lastIndex()).isIn(18L, 20L);
				reopened.write(1, reopened.lastIndex() + 1, 3, 900);
				reopened.assertHolds();
			}
		}
	}

	@Test
	void aRecordReadBeforeACompactionDoesNotBringSegmentsBack() throws Exception {
		this.log.snapshot(20);
		Meta before = this.log.storage().meta().current();
		this.log.compact(20);
		this.log.storage().meta().store(before.withHardState(new HardState(2, null)));
		assertThat(this.log.storage().meta().current().lowestLiveSegment()).isEqualTo(5);
		assertSurvives();
	}

	@Test
	void aNewDirectoryBeginsBehindTheSnapshotItIsGiven() throws Exception {
		Meta initial = Meta.initial(NodeId.of("n1"), 7).withHardState(new HardState(4, null)).withSnapshot(100, 3);
		FaultyDisk empty = new FaultyDisk();
		for (int i = 0; i < 2; i++) {
			try (FileStorage storage = FileStorage.open(empty, DiskFixture.DIRECTORY, initial,
					new FileStorageOptions(DiskFixture.SEGMENT_BYTES, false, false, 0))) {
				assertThat(storage.log().recovered()).isEqualTo(new RecoveredLog(101, 3, 100, List.of(), List.of()));
			}
		}
	}

	@Test
	void deadSegmentsThatComeBackAreDeleted() throws Exception {
		FaultyDisk before = this.disk.copy();
		this.log.reset(3, 50);
		this.log.write(3, 51, 2, 10);
		this.disk.killProcess();
		for (Path file : DiskFixture.segments(before)) {
			this.disk.open(file, true).close();
			this.disk.overwrite(file, before.content(file));
		}
		this.log.reopened(DiskFixture.open(this.disk));
		this.log.assertRecovered();
		assertThat(DiskFixture.segments(this.disk)).hasSize(1);
	}

	@Test
	void aLogWithoutItsLiveSegmentsIsRefusedWhateverTheSnapshotCovers() throws Exception {
		this.log.snapshot(20);
		this.log.compact(20);
		this.disk.killProcess();
		this.disk.delete(DiskFixture.lastSegment(this.disk));
		assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(this.disk))
			.withMessageContaining("lacks segment 5");
	}

	@Test
	void aSegmentThatFollowsNothingIsNoUnfinishedResetIfItIsNotEmpty() throws Exception {
		TestEntries.snapshot(this.log.storage(), 3, 50);
		FaultyDisk unfinished = this.disk.copy();
		this.log.log().reset(50, 3);
		Path begun = DiskFixture.lastSegment(this.disk);
		byte[] empty = this.disk.content(begun);
		TestEntries.write(this.log.storage(), TestEntries.commands(3, 51, 1, 10));
		unfinished.open(begun, true).close();
		unfinished.overwrite(begun, this.disk.content(begun));
		assertRefused(unfinished);
		unfinished.overwrite(begun, empty);
		ModelledLog old = ModelledLog.of(DiskFixture.open(unfinished));
		assertThat(old.lastIndex()).isEqualTo(20);
		assertThat(DiskFixture.segments(unfinished)).hasSize(5);
	}

	@Test
	void aSegmentThatFollowsNothingIsNoUnfinishedResetIfNoSnapshotWantsIt() throws Exception {
		FaultyDisk unfinished = this.disk.copy();
		this.log.reset(3, 50);
		Path begun = DiskFixture.lastSegment(this.disk);
		unfinished.open(begun, true).close();
		unfinished.overwrite(begun, this.disk.content(begun));
		assertRefused(unfinished);
	}

	private static void assertRefused(FaultyDisk disk) {
		assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(disk))
			.withMessageContaining("does not follow the segment before it");
	}

	private void write(long term, int count) throws Exception {
		for (int i = 0; i < count; i++) {
			this.log.write(term, this.log.lastIndex() + 1, 1, 900);
		}
	}

	private void assertSurvives() throws Exception {
		this.log.assertHolds();
		reopenKilled();
		this.log.storage().close();
		this.log.reopened(DiskFixture.open(this.disk));
		this.log.assertRecovered();
	}

	private void reopenKilled() throws Exception {
		this.disk.killProcess();
		this.log.reopened(DiskFixture.open(this.disk));
		this.log.assertRecovered();
	}

	private long lastBatchNumber() throws IOException {
		byte[] segment = this.disk.content(DiskFixture.lastSegment(this.disk));
		List<Integer> offsets = DiskFixture.frameOffsets(segment);
		return ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN).getLong(offsets.get(offsets.size() - 2) + 8);
	}

}
