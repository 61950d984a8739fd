package io.raftboot.test.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.snapshot.FileSnapshotStore;
import io.raftboot.core.snapshot.MemorySnapshotStore;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotReader;
import io.raftboot.core.snapshot.SnapshotReceiver;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.SnapshotWriter;
import io.raftboot.test.disk.FaultyDisk;
import io.raftboot.test.disk.FaultyDisk.Operation;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** A snapshot that fails is not there, leaves nothing behind, and harms no other. */
class FailedSnapshotTests {

	private static final int CONTENT_BYTES = 150_000;

	private final FaultyDisk disk = new FaultyDisk();

	private FileSnapshotStore store;

	private SnapshotFile before;

	private SnapshotFile sent;

	private byte[] bytes;

	@TempDir
	Path directory;

	@BeforeEach
	void writeSnapshot() throws Exception {
		this.store = SnapshotDisk.open(this.disk);
		this.before = TestSnapshots.write(this.store, 10, CONTENT_BYTES);
		SnapshotStore sender = new MemorySnapshotStore();
		this.sent = TestSnapshots.write(sender, 20, CONTENT_BYTES);
		this.bytes = TestSnapshots.bytes(sender, this.sent);
	}

	@ParameterizedTest
	@EnumSource
	void aFailureDropsTheSnapshotThatIsWritten(Operation operation) throws Exception {
		this.disk.failNext(operation, pathEnd(operation, ".tmp"));
		assertThatIOException().isThrownBy(() -> TestSnapshots.write(this.store, 20, CONTENT_BYTES))
			.withMessageContaining("Input/output error");
		assertNothingHappened();
		TestSnapshots.write(this.store, 20, CONTENT_BYTES);
		assertThereAfterPowerFailure();
	}

	@ParameterizedTest
	@EnumSource
	void aFailureDropsTheSnapshotThatIsReceived(Operation operation) throws Exception {
		this.disk.failNext(operation, pathEnd(operation, ".part"));
		assertThatIOException().isThrownBy(this::receive).withMessageContaining("Input/output error");
		assertNothingHappened();
		receive();
		assertThereAfterPowerFailure();
	}

	@Test
	void aFullDiskIsSaidSoAndNothingIsLeft() throws Exception {
		this.disk.capacityBytes(this.disk.usedBytes() + 100_000);
		assertThatExceptionOfType(DiskFullException.class)
			.isThrownBy(() -> TestSnapshots.write(this.store, 20, CONTENT_BYTES));
		assertNothingHappened();
		try (SnapshotWriter writer = this.store.write(TestSnapshots.meta(20, 1))) {
			OutputStream content = writer.content();
			assertThatExceptionOfType(DiskFullException.class)
				.isThrownBy(() -> content.write(TestSnapshots.content(20, CONTENT_BYTES)));
			assertNothingHappened();
			assertThatExceptionOfType(DiskFullException.class).isThrownBy(() -> content.write(1));
			assertThatExceptionOfType(DiskFullException.class).as("whoever swallowed it").isThrownBy(writer::commit);
		}
		assertThatExceptionOfType(DiskFullException.class).isThrownBy(this::receive).withMessageContaining("100000");
		assertNothingHappened();
		this.disk.capacityBytes(Long.MAX_VALUE);
		TestSnapshots.write(this.store, 20, CONTENT_BYTES);
		assertThereAfterPowerFailure();
	}

	@Test
	void onlyTheRestNeedsRoom() throws Exception {
		try (SnapshotReceiver receiver = TestSnapshots.receive(this.store, this.sent)) {
			TestSnapshots.write(receiver, this.bytes, 0, 100_000, 10_000);
		}
		this.disk.capacityBytes(this.disk.usedBytes() + this.bytes.length - 100_000 - 1);
		assertThatExceptionOfType(DiskFullException.class).isThrownBy(this::receive);
		this.disk.capacityBytes(this.disk.usedBytes() + this.bytes.length - 100_000);
		receive();
		assertThereAfterPowerFailure();
	}

	@Test
	void aDiskThatFillsWhileReceivingIsSaidSoAndNothingIsLeft() throws Exception {
		try (SnapshotReceiver receiver = TestSnapshots.receive(this.store, this.sent)) {
			TestSnapshots.write(receiver, this.bytes, 0, 100_000, 10_000);
			this.disk.capacityBytes(this.disk.usedBytes());
			assertThatExceptionOfType(DiskFullException.class)
				.isThrownBy(() -> TestSnapshots.write(receiver, this.bytes, 100_000, 110_000, 10_000));
		}
		assertNothingHappened();
	}

	@Test
	void aSnapshotThatCouldNotBeMadeDurableReplacesNone() throws Exception {
		TestSnapshots.write(this.store, TestSnapshots.meta(5, 1), TestSnapshots.content(5, CONTENT_BYTES));
		this.disk.failNext(Operation.FORCE_DIRECTORY, "snap");
		assertThatIOException()
			.isThrownBy(() -> TestSnapshots.write(this.store, TestSnapshots.meta(5, 1), TestSnapshots.content(5, 100)));
		assertThat(this.disk.exists(SnapshotDisk.file(5))).isTrue();
		this.store.retain(1);
		assertThat(SnapshotDisk.newest(this.disk, CONTENT_BYTES)).isEqualTo(this.before);
	}

	@Test
	void aLaterFileThatDoesNotCountIsNoReasonToDeleteTheNewest() throws Exception {
		this.disk.open(SnapshotDisk.file(30), true).close();
		this.store.retain(1);
		assertThat(TestSnapshots.read(this.store, this.before)).isEqualTo(TestSnapshots.content(10, CONTENT_BYTES));
	}

	@Test
	void theDirectoryIsForcedIntoItsParents() throws Exception {
		FaultyDisk disk = new FaultyDisk();
		SnapshotDisk.open(disk);
		assertThat(disk.forces()).as("snap, default, data and the root").isEqualTo(4);
		SnapshotDisk.open(disk);
		assertThat(disk.forces()).as("snap and default once more").isEqualTo(6);
	}

	@Test
	void anInterruptEndsOnlyWhatItsThreadDoes() throws Exception {
		FileSnapshotStore store = FileSnapshotStore.open(Disk.system(), this.directory);
		SnapshotFile first = TestSnapshots.write(store, 10, CONTENT_BYTES);
		try (SnapshotReader reader = store.read(first)) {
			Thread.currentThread().interrupt();
			assertThatIOException().isThrownBy(() -> TestSnapshots.write(store, 20, CONTENT_BYTES));
			assertThat(Thread.interrupted()).isTrue();
			assertThat(store.newest()).isEqualTo(first);
			SnapshotReceiver receiver = TestSnapshots.receive(store, this.sent);
			Thread.currentThread().interrupt();
			assertThatIOException().isThrownBy(() -> receiver.write(0, ByteBuffer.wrap(this.bytes)));
			assertThat(Thread.interrupted()).isTrue();
			receiver.close();
			assertThat(Disk.system().list(this.directory)).hasSize(1);
			assertThat(reader.content().readAllBytes()).isEqualTo(TestSnapshots.content(10, CONTENT_BYTES));
		}
		finally {
			Thread.interrupted();
		}
		SnapshotFile second = TestSnapshots.write(store, 20, CONTENT_BYTES);
		assertThat(store.newest()).isEqualTo(second);
		store.close();
	}

	private void receive() throws IOException {
		try (SnapshotReceiver receiver = TestSnapshots.receive(this.store, this.sent)) {
			TestSnapshots.write(receiver, this.bytes, (int) receiver.receivedBytes(), this.bytes.length, 40_000);
			receiver.commit();
		}
	}

	private void assertNothingHappened() throws Exception {
		assertThat(this.store.newest()).isEqualTo(this.before);
		assertThat(this.disk.list(SnapshotDisk.DIRECTORY))
			.containsExactly(SnapshotDisk.file(10).getFileName().toString());
		assertThat(this.disk.usedBytes()).isEqualTo(this.before.totalBytes());
		assertThat(SnapshotDisk.newest(this.disk.copy(), CONTENT_BYTES)).isEqualTo(this.before);
	}

	private void assertThereAfterPowerFailure() throws Exception {
		SnapshotFile newest = this.store.newest();
		assertThat(newest).isNotNull();
		assertThat(newest.meta().index()).isEqualTo(20);
		this.disk.losePower(new Random(1));
		assertThat(SnapshotDisk.newest(this.disk, CONTENT_BYTES)).isEqualTo(newest);
	}

	private static String pathEnd(Operation operation, String suffix) {
		return switch (operation) {
			case WRITE, FORCE -> suffix;
			case RENAME -> ".snap";
			case FORCE_DIRECTORY -> "snap";
		};
	}

}
