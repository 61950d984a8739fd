package io.raftboot.test.log;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.raftboot.core.log.CorruptLogException;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.model.HardState;
import io.raftboot.test.disk.FaultyDisk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A log whose last frames were not forced when the node stopped. Sectors of 512 bytes
 * reach a disk whole, in any order.
 */
class TornTailTests {

	private static final List<Long> EARLIER = List.of(1L, 1L, 1L);

	private static final int SECTOR_BYTES = 512;

	private final FaultyDisk disk = new FaultyDisk();

	private Path file = Path.of("none");

	private byte[] content = {};

	private int start;

	private int end;

	@BeforeEach
	void writeLog() throws Exception {
		FileStorage storage = DiskFixture.open(this.disk);
		TestEntries.write(storage, TestEntries.commands(1, 1, 3, 50));
		TestEntries.append(storage, TestEntries.commands(2, 4, 5, 410));
		this.disk.killProcess();
		this.file = DiskFixture.lastSegment(this.disk);
		this.content = this.disk.content(this.file);
		List<Integer> frames = DiskFixture.frameOffsets(this.content);
		this.start = frames.get(1);
		this.end = frames.get(2);
	}

	@Test
	void everySubsetOfItsSectorsIsCutUnlessItIsWhole() throws Exception {
		int first = this.start / SECTOR_BYTES;
		int sectors = (this.end - 1) / SECTOR_BYTES - first + 1;
		assertThat(sectors).isEqualTo(5);
		for (int written = 0; written < 1 << sectors; written++) {
			byte[] torn = this.content.clone();
			for (int i = 0; i < sectors; i++) {
				if ((written & (1 << i)) == 0) {
					Arrays.fill(torn, Math.max(this.start, (first + i) * SECTOR_BYTES),
							Math.min(this.end, (first + i + 1) * SECTOR_BYTES), (byte) 0);
				}
			}
			FaultyDisk crashed = DiskFixture.with(this.disk, this.file, torn);
			if (written == (1 << sectors) - 1) {
				try (FileStorage storage = DiskFixture.open(crashed)) {
					assertThat(TestEntries.terms(storage.log())).hasSize(8);
				}
			}
			else {
				assertCut(crashed, torn, written != 0);
			}
		}
	}

	@Test
	void aFileThatEndsAnywhereInTheLastFrameIsCut() throws Exception {
		for (int length = this.start + 1; length < this.end; length += 5) {
			byte[] torn = Arrays.copyOf(this.content, length);
			assertCut(DiskFixture.with(this.disk, this.file, torn), torn, true);
		}
	}

	/**
	 * Bytes inside a sector are not written separately by any disk: if they look so, then
	 * the frame is cut where that is certain, else refused, never taken for good.
	 */
	@Test
	void zerosFromAnyByteOnAreCutOrRefused() throws Exception {
		for (int from = this.start; from < this.end; from += (from < this.start + 60) ? 1 : 4) {
			byte[] torn = this.content.clone();
			Arrays.fill(torn, from, this.end, (byte) 0);
			FaultyDisk crashed = DiskFixture.with(this.disk, this.file, torn);
			boolean lastSectorLeft = from / SECTOR_BYTES == (this.end - 1) / SECTOR_BYTES && from % SECTOR_BYTES != 0;
			if (Arrays.equals(torn, this.content)) {
				continue; // padding
			}
			if (from <= this.start + 48 || !lastSectorLeft) {
				assertCut(crashed, torn, from > this.start);
			}
			else {
				assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(crashed))
					.withMessageContaining("it is complete, so no crash cut it short");
			}
		}
	}

	@Test
	void tornFramesOfOneForceAreCutTogether() throws Exception {
		FileStorage storage = DiskFixture.open(this.disk);
		TestEntries.append(storage, TestEntries.commands(3, 9, 2, 300));
		TestEntries.append(storage, TestEntries.commands(3, 11, 1, 30));
		this.disk.killProcess();
		byte[] torn = this.disk.content(this.file);
		int frame = DiskFixture.frameOffsets(torn).get(2);
		Arrays.fill(torn, (frame / SECTOR_BYTES + 1) * SECTOR_BYTES, (frame / SECTOR_BYTES + 2) * SECTOR_BYTES,
				(byte) 0);
		try (FileStorage recovered = DiskFixture.open(DiskFixture.with(this.disk, this.file, torn))) {
			assertThat(TestEntries.terms(recovered.log())).containsExactly(1L, 1L, 1L, 2L, 2L, 2L, 2L, 2L);
		}
	}

	@Test
	void aLaterFrameThatWasBuiltAfterTheForceProvesDamage() throws Exception {
		FileStorage storage = DiskFixture.open(this.disk);
		TestEntries.write(storage, TestEntries.commands(3, 9, 2, 300));
		TestEntries.append(storage, TestEntries.commands(3, 11, 1, 30));
		this.disk.killProcess();
		byte[] torn = this.disk.content(this.file);
		int frame = DiskFixture.frameOffsets(torn).get(2);
		for (int from : new int[] { frame, (frame / SECTOR_BYTES + 1) * SECTOR_BYTES }) {
			byte[] wiped = torn.clone();
			Arrays.fill(wiped, from, (from / SECTOR_BYTES + 1) * SECTOR_BYTES, (byte) 0);
			FaultyDisk damaged = DiskFixture.with(this.disk, this.file, wiped);
			assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(damaged))
				.withMessageContaining("had been forced");
		}
	}

	@Test
	void aVoteThatWasStoredAfterTheForceProvesDamage() throws Exception {
		FileStorage storage = DiskFixture.open(this.disk);
		storage.meta().store(storage.meta().current().withHardState(new HardState(3, null)));
		this.disk.killProcess();
		for (int from : new int[] { this.start, (this.start / SECTOR_BYTES + 1) * SECTOR_BYTES }) {
			byte[] wiped = this.content.clone();
			Arrays.fill(wiped, from, (from / SECTOR_BYTES + 1) * SECTOR_BYTES, (byte) 0);
			FaultyDisk damaged = DiskFixture.with(this.disk, this.file, wiped);
			assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(damaged))
				.withMessageContaining("frame 2 was durable");
		}
	}

	@Test
	void aLaterSegmentProvesDamage() throws Exception {
		FileStorage storage = DiskFixture.open(this.disk);
		storage.log().append(List.of(TestEntries.commands(2, 9, 1, 3000)));
		this.disk.killProcess();
		assertThat(DiskFixture.segments(this.disk)).hasSize(2);
		FaultyDisk damaged = DiskFixture.withFlippedBit(this.disk, this.file, this.disk.content(this.file).length - 10,
				3);
		assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(damaged))
			.withMessageContaining("a later segment exists");
	}

	private void assertCut(FaultyDisk crashed, byte[] torn, boolean keepsCopy) throws Exception {
		try (FileStorage storage = DiskFixture.open(crashed)) {
			assertThat(TestEntries.terms(storage.log())).isEqualTo(EARLIER);
		}
		Path copy = this.file.resolveSibling(this.file.getFileName() + ".torn-2");
		assertThat(crashed.exists(copy)).isEqualTo(keepsCopy);
		if (keepsCopy) {
			byte[] kept = crashed.content(copy);
			assertThat(kept).isEqualTo(Arrays.copyOfRange(torn, this.start, this.start + kept.length));
			assertThat(Arrays.copyOfRange(crashed.content(this.file), this.start, this.start + kept.length))
				.containsOnly(0);
		}
		try (FileStorage storage = DiskFixture.open(crashed)) {
			TestEntries.write(storage, TestEntries.commands(4, 4, 1, 10));
		}
		try (FileStorage storage = DiskFixture.open(crashed)) {
			assertThat(TestEntries.terms(storage.log())).containsExactly(1L, 1L, 1L, 4L);
		}
	}

}
