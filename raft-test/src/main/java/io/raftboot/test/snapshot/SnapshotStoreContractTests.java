package io.raftboot.test.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotReader;
import io.raftboot.core.snapshot.SnapshotReceiver;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.SnapshotWriter;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What every {@link SnapshotStore} must do when it writes, reads and forgets. Extend it
 * and say how to open one.
 */
public abstract class SnapshotStoreContractTests {

	private @Nullable SnapshotStore store;

	/**
	 * Opens a store: an empty one at first, the same again after it was closed.
	 */
	protected abstract SnapshotStore open() throws Exception;

	@BeforeEach
	void openNew() throws Exception {
		this.store = open();
	}

	@AfterEach
	void closeLast() throws Exception {
		store().close();
	}

	@Test
	void aNewStoreIsEmpty() {
		assertThat(store().newest()).isNull();
	}

	@Test
	void whatWasWrittenIsReadBack() throws Exception {
		int index = 1;
		for (int bytes : new int[] { 0, 1, 100, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 5_000_000 }) {
			SnapshotFile written = TestSnapshots.write(store(), index, bytes);
			assertThat(store().newest()).isEqualTo(written);
			assertThat(written.meta()).isEqualTo(TestSnapshots.meta(index, 1));
			assertThat(written.totalBytes()).isBetween(bytes + 1L, bytes + 4096L);
			assertThat(TestSnapshots.read(store(), written)).isEqualTo(TestSnapshots.content(index, bytes));
			index++;
		}
	}

	@Test
	void contentIsWrittenAndReadInPiecesOfAnySize() throws Exception {
		byte[] content = TestSnapshots.content(9, 200_000);
		try (SnapshotWriter writer = store().write(TestSnapshots.meta(9, 1))) {
			OutputStream target = writer.content();
			target.write(content[0]);
			target.write(content, 1, 99);
			target.write(content, 100, 0);
			target.flush();
			target.write(content, 100, content.length - 101);
			target.write(content[content.length - 1]);
			target.close();
			writer.commit();
		}
		try (SnapshotReader reader = store().read(newest()); InputStream source = reader.content()) {
			assertThat(reader.file()).isEqualTo(newest());
			assertThat(source.read()).isEqualTo(content[0] & 0xff);
			assertThat(source.skip(99)).isEqualTo(99);
			assertThat(source.readNBytes(70_000)).isEqualTo(Arrays.copyOfRange(content, 100, 70_100));
			assertThat(source.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 70_100, content.length));
			assertThat(source.read()).isEqualTo(-1);
			assertThat(source.read(new byte[1], 0, 1)).isEqualTo(-1);
			assertThat(reader.content().readAllBytes()).as("once more").isEqualTo(content);
		}
	}

	@Test
	void theNewestIsTheOneWithTheHighestIndexThenTerm() throws Exception {
		TestSnapshots.write(store(), TestSnapshots.meta(5, 3), TestSnapshots.content(1, 10));
		TestSnapshots.write(store(), TestSnapshots.meta(7, 2), TestSnapshots.content(2, 10));
		assertThat(newest().meta()).isEqualTo(TestSnapshots.meta(7, 2));
		TestSnapshots.write(store(), TestSnapshots.meta(7, 3), TestSnapshots.content(3, 10));
		SnapshotFile expected = newest();
		assertThat(expected.meta()).isEqualTo(TestSnapshots.meta(7, 3));
		SnapshotFile older = TestSnapshots.write(store(), TestSnapshots.meta(6, 9), TestSnapshots.content(4, 10));
		assertThat(older.meta()).isEqualTo(TestSnapshots.meta(6, 9));
		assertThat(newest()).isEqualTo(expected);
		reopen();
		assertThat(newest()).isEqualTo(expected);
	}

	@Test
	void aSnapshotTakenTwiceIsTheFirstOne() throws Exception {
		SnapshotFile first = TestSnapshots.write(store(), 5, 1000);
		try (SnapshotReader reader = store().read(first)) {
			assertThat(TestSnapshots.write(store(), 5, 1000)).isEqualTo(first);
			assertThat(reader.content().readAllBytes()).isEqualTo(TestSnapshots.content(5, 1000));
		}
		assertThat(newest()).isEqualTo(first);
		assertThat(TestSnapshots.read(store(), first)).isEqualTo(TestSnapshots.content(5, 1000));
	}

	@Test
	void nothingCountsBeforeItIsCommitted() throws Exception {
		SnapshotFile before = TestSnapshots.write(store(), 3, 10);
		try (SnapshotWriter writer = store().write(TestSnapshots.meta(5, 1))) {
			writer.content().write(TestSnapshots.content(5, 100_000));
			assertThat(newest()).isEqualTo(before);
		}
		assertThat(newest()).isEqualTo(before);
		reopen();
		assertThat(newest()).isEqualTo(before);
		SnapshotFile again = TestSnapshots.write(store(), 5, 10);
		assertThat(TestSnapshots.read(store(), again)).isEqualTo(TestSnapshots.content(5, 10));
	}

	@Test
	void whatWasUnderWayWhenTheStoreClosedIsGone() throws Exception {
		SnapshotWriter writer = store().write(TestSnapshots.meta(5, 1));
		writer.content().write(TestSnapshots.content(5, 100));
		reopen();
		assertThatIOException().isThrownBy(writer::commit);
		writer.close();
		assertThat(store().newest()).isNull();
		reopen();
		assertThat(store().newest()).isNull();
	}

	@Test
	void oneIsWrittenAtATime() throws Exception {
		try (SnapshotWriter writer = store().write(TestSnapshots.meta(5, 1))) {
			assertThatIllegalStateException().isThrownBy(() -> store().write(TestSnapshots.meta(6, 1)));
			writer.commit();
			assertThatIOException().isThrownBy(writer::commit);
			assertThatIOException().isThrownBy(() -> writer.content().write(1));
			assertThatIOException().isThrownBy(() -> writer.content().write(new byte[1]));
			TestSnapshots.write(store(), 6, 10);
		}
		assertThat(newest().meta().index()).isEqualTo(6);
	}

	@Test
	void checksumsTellFilesOfOneSizeApart() throws Exception {
		SnapshotFile first = TestSnapshots.write(store(), TestSnapshots.meta(5, 1), new byte[] { 1, 2, 3 });
		SnapshotFile otherContent = TestSnapshots.write(store(), TestSnapshots.meta(5, 2), new byte[] { 1, 2, 4 });
		SnapshotFile otherMeta = TestSnapshots.write(store(), TestSnapshots.meta(6, 2), new byte[] { 1, 2, 4 });
		assertThat(otherContent.totalBytes()).isEqualTo(first.totalBytes());
		assertThat(otherMeta.totalBytes()).isEqualTo(first.totalBytes());
		assertThat(otherContent.checksum()).isNotEqualTo(first.checksum()).isNotEqualTo(otherMeta.checksum());
	}

	@Test
	void theFileIsReadAsItIs() throws Exception {
		SnapshotFile snapshot = TestSnapshots.write(store(), 5, 100_000);
		byte[] bytes = TestSnapshots.bytes(store(), snapshot);
		try (SnapshotReader reader = store().read(snapshot)) {
			ByteBuffer target = ByteBuffer.allocate(1000);
			assertThat(reader.read(70_000, target)).isEqualTo(1000);
			assertThat(target.array()).isEqualTo(Arrays.copyOfRange(bytes, 70_000, 71_000));
			assertThat(reader.read(bytes.length - 10, target.clear())).isEqualTo(10);
			assertThat(reader.read(bytes.length, target.clear())).isZero();
			assertThat(reader.read(bytes.length + 1000L, target.clear())).isZero();
			assertThatIllegalArgumentException().isThrownBy(() -> reader.read(-1, target.clear()));
		}
	}

	@Test
	void theNewestAreRetained() throws Exception {
		SnapshotFile[] files = new SnapshotFile[6];
		for (int i = 1; i <= 5; i++) {
			files[i] = TestSnapshots.write(store(), i * 10, 100);
		}
		store().retain(7);
		store().retain(2);
		assertThat(newest()).isEqualTo(files[5]);
		assertThat(TestSnapshots.read(store(), files[4])).hasSize(100);
		for (int i = 1; i <= 3; i++) {
			SnapshotFile gone = files[i];
			assertThatIOException().isThrownBy(() -> store().read(gone));
		}
		store().retain(1);
		reopen();
		assertThat(TestSnapshots.read(store(), newest())).isEqualTo(TestSnapshots.content(50, 100));
		assertThatIllegalArgumentException().isThrownBy(() -> store().retain(0));
		store().retain(1);
		assertThat(newest()).isEqualTo(files[5]);
	}

	@Test
	void anOpenSnapshotStaysReadableWhenItIsDeleted() throws Exception {
		SnapshotFile old = TestSnapshots.write(store(), 10, 300_000);
		try (SnapshotReader reader = store().read(old); InputStream content = reader.content()) {
			assertThat(content.readNBytes(10)).hasSize(10);
			TestSnapshots.write(store(), 20, 100);
			store().retain(1);
			assertThatIOException().isThrownBy(() -> store().read(old));
			assertThat(content.readAllBytes()).hasSize(299_990);
			assertThat(reader.read(0, ByteBuffer.allocate(1000))).isEqualTo(1000);
			store().close();
			assertThat(reader.content().readAllBytes()).isEqualTo(TestSnapshots.content(10, 300_000));
		}
	}

	@Test
	void retainingHarmsNothingThatIsUnderWay() throws Exception {
		TestSnapshots.write(store(), 10, 100);
		SnapshotFile sent = TestSnapshots.write(store(), 20, 1000);
		byte[] bytes = TestSnapshots.bytes(store(), sent);
		try (SnapshotWriter writer = store().write(TestSnapshots.meta(30, 1));
				SnapshotReceiver receiver = TestSnapshots.receive(store(), sent)) {
			writer.content().write(TestSnapshots.content(30, 100_000));
			TestSnapshots.write(receiver, bytes, 0, 500, 500);
			store().retain(1);
			TestSnapshots.write(receiver, bytes, 500, bytes.length, 500);
			receiver.commit();
			writer.commit();
		}
		assertThat(TestSnapshots.read(store(), newest())).isEqualTo(TestSnapshots.content(30, 100_000));
	}

	@Test
	void aClosedStoreTakesNothing() throws Exception {
		SnapshotFile snapshot = TestSnapshots.write(store(), 10, 100);
		store().close();
		assertThatIOException().isThrownBy(() -> store().write(TestSnapshots.meta(20, 1)));
		assertThatIOException().isThrownBy(() -> TestSnapshots.receive(store(), snapshot));
		assertThatIOException().isThrownBy(() -> store().read(snapshot));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> store().retain(1));
		store().close();
	}

	private void reopen() throws Exception {
		store().close();
		this.store = open();
	}

	private SnapshotFile newest() {
		SnapshotFile newest = store().newest();
		assertThat(newest).isNotNull();
		return newest;
	}

	private SnapshotStore store() {
		SnapshotStore store = this.store;
		assertThat(store).isNotNull();
		return store;
	}

}
