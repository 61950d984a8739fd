package io.raftboot.test.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.raftboot.core.snapshot.DamagedSnapshotException;
import io.raftboot.core.snapshot.FileSnapshotStore;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotReader;
import io.raftboot.test.disk.FaultyDisk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A snapshot that is not what was written never counts, and is kept to be looked at. */
class SnapshotDamageTests {

	private static final int CONTENT_BYTES = 140_000;

	private static final int CHUNK_BYTES = 64 * 1024;

	private final FaultyDisk disk = new FaultyDisk();

	@RegisterExtension
	final SnapshotWarnings warnings = new SnapshotWarnings();

	private byte[] newest = {};

	private int headerBytes;

	@BeforeEach
	void writeSnapshots() throws Exception {
		FileSnapshotStore store = SnapshotDisk.open(this.disk);
		TestSnapshots.write(store, 10, CONTENT_BYTES);
		TestSnapshots.write(store, 20, CONTENT_BYTES);
		store.close();
		this.newest = this.disk.content(SnapshotDisk.file(20));
		this.headerBytes = ByteBuffer.wrap(this.newest).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
	}

	@Test
	void whatTurnsOutToBeDamagedLaterCountsNoMore() throws Exception {
		FileSnapshotStore store = SnapshotDisk.open(this.disk);
		SnapshotFile newest = store.newest();
		assertThat(store.recheck(newest)).isTrue();
		byte[] damaged = this.newest.clone();
		damaged[70_000] ^= 1;
		this.disk.overwrite(SnapshotDisk.file(20), damaged);
		assertThat(store.recheck(newest)).isFalse();
		assertThat(store.newest().meta().index()).isEqualTo(10);
		assertThat(store.damaged()).hasSize(1);
		assertThat(TestSnapshots.write(store, 20, CONTENT_BYTES).meta().index()).isEqualTo(20);
		assertThat(store.newest().meta().index()).isEqualTo(20);
		store.close();
	}

	/** The file may be gone by then, or not; nobody may be sent it either way. */
	@ParameterizedTest
	@EnumSource(names = { "RENAME", "FORCE_DIRECTORY" })
	void whatIsDamagedCountsNoMoreEvenIfItCannotBeMovedAside(FaultyDisk.Operation failing) throws Exception {
		FileSnapshotStore store = SnapshotDisk.open(this.disk);
		SnapshotFile newest = store.newest();
		byte[] damaged = this.newest.clone();
		damaged[70_000] ^= 1;
		this.disk.overwrite(SnapshotDisk.file(20), damaged);
		this.disk.failNext(failing, "");
		assertThatIOException().isThrownBy(() -> store.recheck(newest));
		assertThat(store.newest()).isNull();
		assertThat(TestSnapshots.write(store, 20, CONTENT_BYTES).meta().index()).isEqualTo(20);
		store.close();
		assertThat(SnapshotDisk.newest(this.disk, CONTENT_BYTES).meta().index()).isEqualTo(20);
	}

	@Test
	void whatIsGoneCountsNoMore() throws Exception {
		FileSnapshotStore store = SnapshotDisk.open(this.disk);
		SnapshotFile newest = store.newest();
		this.disk.delete(SnapshotDisk.file(20));
		assertThat(store.recheck(newest)).isFalse();
		assertThat(store.newest().meta().index()).isEqualTo(10);
		store.close();
	}

	@Test
	void aFlippedBitAnywhereIsFound() throws Exception {
		int length = this.newest.length;
		for (int offset = 0; offset < length; offset++) {
			boolean inside = offset > this.headerBytes + 32 && offset < length - 64
					&& Math.abs(offset - this.headerBytes - 8 - CHUNK_BYTES) > 16;
			if (!inside || offset % 4999 == 0) {
				byte[] damaged = this.newest.clone();
				damaged[offset] ^= (byte) (1 << (offset % 8));
				assertMovedAside(damaged);
			}
		}
	}

	@Test
	void aFileThatIsCutOrTooLongIsFound() throws Exception {
		int length = this.newest.length;
		for (int size : new int[] { 0, 1, 15, 16, 17, this.headerBytes - 1, this.headerBytes, this.headerBytes + 1,
				this.headerBytes + 8 + CHUNK_BYTES, 100_000, length - 17, length - 16, length - 1, length + 1,
				length + 16 }) {
			assertMovedAside(Arrays.copyOf(this.newest, size));
		}
		assertMovedAside(new byte[length]);
	}

	@Test
	void chunksInAnotherOrderAreFound() throws Exception {
		byte[] damaged = this.newest.clone();
		int chunk = 8 + CHUNK_BYTES;
		System.arraycopy(this.newest, this.headerBytes, damaged, this.headerBytes + chunk, chunk);
		System.arraycopy(this.newest, this.headerBytes + chunk, damaged, this.headerBytes, chunk);
		assertMovedAside(damaged);
	}

	@Test
	void aChunkThatIsMissingIsFound() throws Exception {
		byte[] damaged = new byte[this.newest.length - 8 - CHUNK_BYTES];
		System.arraycopy(this.newest, 0, damaged, 0, this.headerBytes);
		System.arraycopy(this.newest, this.headerBytes + 8 + CHUNK_BYTES, damaged, this.headerBytes,
				damaged.length - this.headerBytes);
		assertMovedAside(damaged);
	}

	@Test
	void anotherSnapshotUnderThisNameIsFound() throws Exception {
		assertMovedAside(this.disk.content(SnapshotDisk.file(10)));
	}

	@Test
	void theWarningNamesFileAndPlace() throws Exception {
		this.newest[this.headerBytes + 8 + CHUNK_BYTES + 100] ^= 1;
		assertMovedAside(this.newest);
		assertThat(this.warnings.messages().get(0)).contains(SnapshotDisk.file(20).toString())
			.contains("offset " + (this.headerBytes + 8 + CHUNK_BYTES))
			.contains("checksum")
			.contains(SnapshotDisk.file(20).getFileName() + ".damaged");
	}

	@Test
	void withoutAnyGoodSnapshotThereIsNone() throws Exception {
		this.disk.overwrite(SnapshotDisk.file(20), new byte[10]);
		this.disk.overwrite(SnapshotDisk.file(10), new byte[10]);
		FileSnapshotStore store = SnapshotDisk.open(this.disk);
		assertThat(store.newest()).isNull();
		assertThat(store.damaged()).containsExactly(SnapshotDisk.file(10).getFileName() + ".damaged",
				SnapshotDisk.file(20).getFileName() + ".damaged");
		assertThat(SnapshotDisk.open(this.disk).damaged()).as("in the next life").hasSize(2);
	}

	@Test
	void twoDamagedSnapshotsAreKept() throws Exception {
		for (int index = 30; index <= 50; index += 10) {
			FileSnapshotStore store = SnapshotDisk.open(this.disk);
			TestSnapshots.write(store, index, 100);
			store.close();
			this.disk.overwrite(SnapshotDisk.file(index), new byte[10]);
		}
		FileSnapshotStore store = SnapshotDisk.open(this.disk);
		assertThat(store.damaged()).hasSize(3);
		store.retain(1);
		assertThat(store.damaged()).containsExactly(SnapshotDisk.file(40).getFileName() + ".damaged",
				SnapshotDisk.file(50).getFileName() + ".damaged");
		assertThat(this.disk.list(SnapshotDisk.DIRECTORY)).hasSize(3)
			.contains(SnapshotDisk.file(20).getFileName().toString());
	}

	@Test
	void aFileWithAStrangeNameIsLeftAlone() throws Exception {
		this.disk.open(SnapshotDisk.DIRECTORY.resolve("copy of 20.snap"), true).close();
		assertThat(SnapshotDisk.newest(this.disk, CONTENT_BYTES).meta().index()).isEqualTo(20);
		assertThat(this.disk.list(SnapshotDisk.DIRECTORY)).hasSize(3);
		assertThat(this.warnings.messages().get(0)).contains("copy of 20.snap");
	}

	@Test
	void noDamagedByteIsHandedOut() throws Exception {
		byte[] expected = TestSnapshots.content(20, CONTENT_BYTES);
		for (int offset : new int[] { this.headerBytes, this.headerBytes + 50, this.headerBytes + CHUNK_BYTES + 50,
				this.newest.length - 30, this.newest.length - 16, this.newest.length - 10, this.newest.length - 1 }) {
			FaultyDisk disk = this.disk.copy();
			FileSnapshotStore store = SnapshotDisk.open(disk);
			SnapshotFile snapshot = store.newest();
			assertThat(snapshot).isNotNull();
			byte[] damaged = this.newest.clone();
			damaged[offset] ^= 1;
			disk.overwrite(SnapshotDisk.file(20), damaged);
			try (SnapshotReader reader = store.read(snapshot); InputStream content = reader.content()) {
				byte[] read = new byte[CONTENT_BYTES];
				int[] count = { 0 };
				assertThatExceptionOfType(DamagedSnapshotException.class)
					.isThrownBy(() -> readInto(content, read, count))
					.withMessageContaining(SnapshotDisk.file(20).toString());
				assertThat(Arrays.copyOf(read, count[0])).isEqualTo(Arrays.copyOf(expected, count[0]));
				assertThatExceptionOfType(DamagedSnapshotException.class).as("again").isThrownBy(content::read);
			}
		}
	}

	private void assertMovedAside(byte[] damaged) throws Exception {
		this.warnings.clear();
		FaultyDisk disk = this.disk.copy();
		disk.overwrite(SnapshotDisk.file(20), damaged);
		FileSnapshotStore store = SnapshotDisk.open(disk);
		SnapshotFile newest = store.newest();
		assertThat(newest).isNotNull();
		assertThat(newest.meta().index()).isEqualTo(10);
		String aside = SnapshotDisk.file(20).getFileName() + ".damaged";
		assertThat(store.damaged()).containsExactly(aside);
		assertThat(disk.content(SnapshotDisk.DIRECTORY.resolve(aside))).isEqualTo(damaged);
		assertThat(this.warnings.messages()).hasSize(1);
	}

	private static void readInto(InputStream content, byte[] target, int[] count) throws IOException {
		for (int read = 0; read >= 0; count[0] += read) {
			read = content.read(target, count[0], Math.min(1000, target.length - count[0]));
			if (count[0] == target.length) {
				read = content.read();
			}
		}
	}

}
