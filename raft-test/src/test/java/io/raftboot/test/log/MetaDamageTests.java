package io.raftboot.test.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import io.raftboot.core.log.CorruptLogException;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import io.raftboot.test.disk.FaultyDisk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A vote that was stored is found again, or the node does not start.
 */
class MetaDamageTests {

	private static final int SLOT_BYTES = 4096;

	private static final int COPY_BYTES = SLOT_BYTES / 2;

	private static final HardState OLD = new HardState(6, NodeId.of("n1"));

	private static final HardState VOTE = new HardState(7, NodeId.of("n2"));

	private final FaultyDisk disk = new FaultyDisk();

	private byte[] before = {};

	private byte[] meta = {};

	private int newest;

	@BeforeEach
	void vote() throws Exception {
		FileStorage storage = DiskFixture.open(this.disk);
		TestEntries.write(storage, TestEntries.commands(5, 1, 1, 10));
		storage.meta().store(storage.meta().current().withHardState(OLD));
		this.before = this.disk.content(DiskFixture.META);
		storage.meta().store(storage.meta().current().withHardState(VOTE));
		this.disk.killProcess();
		this.meta = this.disk.content(DiskFixture.META);
		this.newest = Arrays.mismatch(this.before, this.meta) / SLOT_BYTES * SLOT_BYTES;
	}

	@Test
	void noSingleFlippedBitLosesAVote() throws Exception {
		for (int offset = 0; offset < this.meta.length; offset += (offset % COPY_BYTES < 512) ? 1 : 19) {
			FaultyDisk damaged = DiskFixture.withFlippedBit(this.disk, DiskFixture.META, offset, offset % 8);
			try (FileStorage storage = DiskFixture.open(damaged)) {
				assertThat(storage.meta().current().hardState()).as("byte %s", offset).isEqualTo(VOTE);
			}
		}
	}

	@Test
	void aWipedSectorLosesNoVote() throws Exception {
		for (int offset = 0; offset < this.meta.length; offset += 512) {
			byte[] damaged = this.meta.clone();
			Arrays.fill(damaged, offset, offset + 512, (byte) 0);
			try (FileStorage storage = DiskFixture.open(DiskFixture.with(this.disk, DiskFixture.META, damaged))) {
				assertThat(storage.meta().current().hardState()).isEqualTo(VOTE);
			}
		}
	}

	@Test
	void aSlotWithoutAGoodCopyIsRefused() throws Exception {
		for (int slot : new int[] { 0, SLOT_BYTES }) {
			byte[] wiped = this.meta.clone();
			Arrays.fill(wiped, slot, slot + SLOT_BYTES, (byte) 0);
			assertRefused(wiped, "offset " + slot);
			byte[] flippedTwice = this.meta.clone();
			flippedTwice[slot + 40] ^= 1;
			flippedTwice[slot + COPY_BYTES + 48] ^= 1;
			assertRefused(flippedTwice, "offset " + slot);
		}
	}

	@Test
	void aFileThatIsCutIsRefused() throws Exception {
		for (int length : new int[] { 0, 1, 512, SLOT_BYTES, 2 * SLOT_BYTES - 1 }) {
			assertRefused(Arrays.copyOf(this.meta, length), "the file ends here");
		}
	}

	@Test
	void partOfAnOlderFileIsRefused() throws Exception {
		FileStorage storage = DiskFixture.open(this.disk);
		storage.meta().store(storage.meta().current().withHardState(new HardState(8, null)));
		this.disk.killProcess();
		byte[] mixed = this.disk.content(DiskFixture.META);
		System.arraycopy(this.before, this.newest, mixed, this.newest, SLOT_BYTES);
		assertRefused(mixed, "were never neighbours");
		byte[] halfMixed = this.disk.content(DiskFixture.META);
		System.arraycopy(this.before, this.newest, halfMixed, this.newest, COPY_BYTES);
		assertRefused(halfMixed, "were never in one slot");
	}

	@Test
	void aMetaThatKnowsNotTheTermOfTheLogIsRefused() throws Exception {
		FileStorage storage = DiskFixture.open(this.disk);
		TestEntries.write(storage, TestEntries.commands(9, 2, 1, 10));
		this.disk.killProcess();
		assertRefused(this.meta, "has lost a term or a vote");
	}

	@Test
	void aTornWriteLeavesTheOldVoteOrTheNew() throws Exception {
		Set<HardState> seen = new HashSet<>();
		for (int seed = 0; seed < 60; seed++) {
			FaultyDisk disk = this.disk.copy();
			FileStorage storage = DiskFixture.open(disk);
			HardState next = new HardState(8, NodeId.of("n3"));
			disk.stopAfter(1);
			try {
				storage.meta().store(storage.meta().current().withHardState(next));
			}
			catch (IOException ex) {
				// written, not forced
			}
			disk.losePower(new Random(seed));
			for (int i = 0; i < 2; i++) {
				FileStorage recovered = DiskFixture.open(disk);
				HardState found = recovered.meta().current().hardState();
				assertThat(found).isIn(VOTE, next);
				seen.add(found);
				disk.losePower(new Random(seed));
				assertThat(DiskFixture.open(disk).meta().current().hardState()).isEqualTo(found);
				disk.killProcess();
			}
		}
		assertThat(seen).hasSize(2);
	}

	private void assertRefused(byte[] meta, String message) throws Exception {
		FaultyDisk damaged = DiskFixture.with(this.disk, DiskFixture.META, meta);
		assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> DiskFixture.open(damaged))
			.withMessageContaining(message);
		assertThat(damaged.content(DiskFixture.META)).isEqualTo(meta);
	}

}
