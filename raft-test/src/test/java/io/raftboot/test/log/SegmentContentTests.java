package io.raftboot.test.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32C;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.log.FileStorage;
import io.raftboot.test.disk.FaultyDisk;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file that is used again says what it holds, whatever it went through before: frames
 * of any size, overridden ones, ones for which there was no room, earlier uses, and other
 * lives of the node.
 */
class SegmentContentTests {

	private static final int SEEDS = 60;

	private static final int STEPS = 300;

	private static final int SECTOR_BYTES = 512;

	private static final int BLOCK_BYTES = 1024;

	private static final int DATA_END = DiskFixture.SEGMENT_BYTES - 512;

	private int checked;

	@Test
	void aSegmentThatIsBegunKnowsEachSectorThatNoFrameHasReached() throws Exception {
		for (int seed = 0; seed < SEEDS; seed++) {
			try {
				live(new Random(seed), (seed % 2 == 0) ? 1 : BLOCK_BYTES);
			}
			catch (AssertionError | Exception ex) {
				throw new AssertionError("Seed " + seed, ex);
			}
		}
		assertThat(this.checked).isGreaterThan(10 * SEEDS);
	}

	private void live(Random random, int blockBytes) throws Exception {
		FaultyDisk disk = new FaultyDisk();
		disk.blockBytes(blockBytes);
		FileStorage storage = DiskFixture.open(disk);
		Path last = DiskFixture.lastSegment(disk);
		for (int step = 0; step < STEPS; step++) {
			switch (random.nextInt(30)) {
				case 0 -> {
					storage.close();
					storage = DiskFixture.open(disk);
				}
				case 1, 2 -> compact(storage);
				case 3 -> disk.noRoomNext(DiskFixture.lastSegment(disk).getFileName().toString());
				default -> write(storage, random);
			}
			if (!DiskFixture.lastSegment(disk).equals(last)) {
				last = DiskFixture.lastSegment(disk);
				check(disk.content(last), blockBytes);
			}
		}
		storage.close();
	}

	private static void compact(FileStorage storage) throws Exception {
		long lastIndex = storage.log().lastIndex();
		if (lastIndex > 0) {
			TestEntries.snapshot(storage, 1, lastIndex);
			storage.log().compact(lastIndex);
		}
	}

	private static void write(FileStorage storage, Random random) throws Exception {
		long behind = storage.log().lastIndex() + 1;
		long lowest = Math.max(storage.log().firstIndex(), storage.meta().current().snapshotIndex() + 1);
		long firstIndex = (random.nextInt(5) == 0) ? Math.max(lowest, behind - random.nextInt(6)) : behind;
		int payloadBytes = random.nextBoolean() ? 40 + random.nextInt(1000) : 464;
		try {
			TestEntries.write(storage, TestEntries.commands(1, firstIndex,
					1 + random.nextInt(random.nextInt(40) == 0 ? 12 : 2), payloadBytes));
		}
		catch (DiskFullException ex) {
			// asked for
		}
	}

	/**
	 * Its first frame may be written already, with zeros up to the end of its block.
	 */
	private void check(byte[] content, int blockBytes) {
		ByteBuffer segment = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
		int tableBytes = segment.getInt(DiskFixture.HEADER_BYTES - 12);
		if (tableBytes == 0) {
			return;
		}
		this.checked++;
		int end = DiskFixture.HEADER_BYTES;
		if (segment.getLong(end + 8) >= segment.getLong(32)) {
			end += segment.getInt(end + 4);
			int blockEnd = (end + blockBytes - 1) / blockBytes * blockBytes;
			end = (blockEnd <= DATA_END) ? blockEnd : end;
		}
		CRC32C crc = new CRC32C();
		for (int sector = (end + SECTOR_BYTES - 1) / SECTOR_BYTES; sector < DATA_END / SECTOR_BYTES; sector++) {
			crc.reset();
			crc.update(content, sector * SECTOR_BYTES, SECTOR_BYTES);
			assertThat(segment.getInt(DATA_END + sector * Integer.BYTES)).as("sector %s", sector)
				.isEqualTo((int) crc.getValue());
		}
	}

}
