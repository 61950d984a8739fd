package io.raftboot.core.log;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.raftboot.core.io.DirectoryLockedException;
import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What needs a real disk or real threads. */
class FileStorageTests {

	private static final FileStorageOptions SMALL = FileStorageOptions.DEFAULTS.withSegmentBytes(64 * 1024)
		.withMeasureForce(false);

	@TempDir
	Path directory;

	@Test
	void twoStoragesOnOneDirectoryAreRefused() throws Exception {
		try (FileStorage storage = open(this.directory)) {
			assertThatExceptionOfType(DirectoryLockedException.class).isThrownBy(() -> open(this.directory))
				.withMessageContaining("in use by another node in this JVM");
		}
		open(this.directory).close();
	}

	@Test
	void aRefusedDirectoryIsUnlockedAgain() throws Exception {
		open(this.directory).close();
		Files.write(this.directory.resolve("meta"), new byte[10]);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> open(this.directory));
		}
	}

	@Test
	void aPathThatCannotBeUsedIsNamedWithTheReason() throws Exception {
		Path file = Files.writeString(this.directory.resolve("file"), "not a directory");
		assertThatIOException().isThrownBy(() -> open(file))
			.withMessageStartingWith("Cannot use " + file + " as storage directory: ");
		assertThatIOException().isThrownBy(() -> open(file.resolve("below")))
			.withMessageContaining("as storage directory: ");
	}

	@Test
	void missingDirectoriesAreMade() throws Exception {
		open(this.directory.resolve("a/b/default")).close();
		assertThat(this.directory.resolve("a/b/default/meta")).exists();
	}

	@Test
	void whatAnInterruptedPreparationLeftIsDeleted() throws Exception {
		open(this.directory).close();
		Path left = Files.write(this.directory.resolve("log/next.tmp"), new byte[100]);
		open(this.directory).close();
		assertThat(left).doesNotExist();
	}

	/** Not all at once: each force would take several times as long meanwhile. */
	@Test
	@Timeout(30)
	void theNextFileIsFilledAsTheLogComesAlong() throws Exception {
		int segmentBytes = 1 << 20;
		Path next = this.directory.resolve("log/next.tmp");
		try (FileStorage storage = FileStorage.open(Disk.system(), this.directory, Meta.initial(NodeId.of("n1"), 1),
				SMALL.withSegmentBytes(segmentBytes))) {
			term(storage, 1);
			for (long index = 1; index <= 350; index++) {
				append(storage, index, 1000);
			}
			assertThat(Files.exists(next) ? Files.size(next) : 0L).isLessThan(segmentBytes);
			for (long index = 351; index <= 850; index++) {
				append(storage, index, 1000);
			}
			assertThat(storage.log().segments()).isOne();
			while (!Files.exists(next) || Files.size(next) < segmentBytes) {
				assertThat(Thread.interrupted()).as("the time of the test is over").isFalse();
				Thread.onSpinWait();
			}
		}
	}

	@Test
	void anInterruptedReaderGetsItsEntriesAndHarmsNobody() throws Exception {
		try (FileStorage storage = open(this.directory)) {
			term(storage, 1);
			append(storage, 1, 200);
			AtomicBoolean done = new AtomicBoolean();
			AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
			Thread interrupted = reader(storage, done, failure);
			Thread other = reader(storage, done, failure);
			for (int i = 2; i <= 500; i++) {
				interrupted.interrupt();
				append(storage, i, 200);
			}
			done.set(true);
			interrupted.join();
			other.join();
			assertThat(failure.get()).isNull();
		}
	}

	@Test
	void aReadKeepsTheInterruptForLater() throws Exception {
		try (FileStorage storage = open(this.directory)) {
			term(storage, 1);
			append(storage, 1, 200);
			Thread.currentThread().interrupt();
			assertThat(storage.log().read(1, 1, 1000).count()).isEqualTo(1);
			assertThat(Thread.interrupted()).isTrue();
			append(storage, 2, 200);
		}
	}

	@Test
	void anInterruptedThreadStillClosesInOrder() throws Exception {
		FileStorage storage = open(this.directory);
		term(storage, 1);
		append(storage, 1, 200);
		Thread.currentThread().interrupt();
		storage.close();
		assertThat(Thread.interrupted()).isTrue();
		try (FileStorage reopened = open(this.directory)) {
			assertThat(reopened.log().lastIndex()).isEqualTo(1);
		}
	}

	@Test
	void manySegmentsAreReadThroughFewOpenFiles() throws Exception {
		try (FileStorage storage = open(this.directory)) {
			term(storage, 1);
			for (int i = 1; i <= 60; i++) {
				append(storage, i, 30_000);
			}
			assertThat(storage.log().segments()).isGreaterThan(20);
			for (int round = 0; round < 2; round++) {
				assertThat(storage.log().read(1, 60, Integer.MAX_VALUE).count()).isEqualTo(60);
			}
			assertThat(storage.log().lastForceNanos()).isPositive();
		}
	}

	@Test
	void aClosedLogIsNotRead() throws Exception {
		FileStorage storage = open(this.directory);
		term(storage, 1);
		append(storage, 1, 200);
		storage.close();
		storage.close();
		assertThatIOException().isThrownBy(() -> storage.log().read(1, 1, 1000)).withMessage("The log is closed");
	}

	@Test
	void damageUnderARunningNodeIsNamedByARead() throws Exception {
		try (FileStorage storage = open(this.directory)) {
			term(storage, 1);
			append(storage, 1, 200);
			append(storage, 2, 200);
			Path segment = this.directory.resolve("log/00000000000000000001-0000000000000001.seg");
			byte[] bytes = Files.readAllBytes(segment);
			int offset = SegmentHeader.BYTES + 2 * FrameHeader.BYTES + 224;
			bytes[offset + 100] ^= 1;
			Files.write(segment, bytes);
			assertThat(storage.log().read(1, 1, 1000).count()).isEqualTo(1);
			assertThatExceptionOfType(CorruptLogException.class).isThrownBy(() -> storage.log().read(1, 2, 1000))
				.withMessageContaining(segment.toString())
				.withMessageContaining("offset " + offset + ", entry 2");
		}
	}

	@Test
	void forcesAreMeasuredAtTheStart() throws Exception {
		try (FileStorage storage = FileStorage.open(Disk.system(), this.directory, Meta.initial(NodeId.of("n1"), 1),
				SMALL.withMeasureForce(true))) {
			assertThat(storage.forceProbe()).isNotNull();
			assertThat(this.directory.resolve("force-probe.tmp")).doesNotExist();
		}
		assertThat(new ForceProbe(19).looksUnforced()).isTrue();
		assertThat(new ForceProbe(20).looksUnforced()).isFalse();
	}

	/** Where it goes to the disk itself, a disk that hangs is seen by it. */
	@Test
	void aWritePastTheCacheIsPartOfItsForce() throws Exception {
		AtomicReference<RecentForces> seen = new AtomicReference<>();
		AtomicReference<@Nullable FileStorage> opened = new AtomicReference<>();
		Disk disk = withBlocks(() -> {
			FileStorage storage = opened.get();
			if (storage != null) {
				seen.set(storage.log().recentForces());
			}
		});
		try (FileStorage storage = FileStorage.open(disk, this.directory, Meta.initial(NodeId.of("n1"), 1), SMALL)) {
			opened.set(storage);
			term(storage, 1);
			append(storage, 1, 100);
			assertThat(seen.get().count()).isOne();
			append(storage, 2, 100);
			assertThat(seen.get().count()).isEqualTo(2);
			assertThat(storage.log().recentForces().count()).isEqualTo(2);
		}
	}

	/** The system's disk, with blocks whatever its files are on. */
	private static Disk withBlocks(Runnable beforeEachWrite) {
		return proxy(Disk.class,
				(method, arguments) -> method.getName().equals("openDirect")
						? withBlocks(Disk.system().open((Path) arguments[0], (boolean) arguments[1]), beforeEachWrite)
						: method.invoke(Disk.system(), arguments));
	}

	private static DiskFile withBlocks(DiskFile file, Runnable beforeEachWrite) {
		return proxy(DiskFile.class, (method, arguments) -> switch (method.getName()) {
			case "blockBytes" -> 4096;
			case "writeDirect" -> {
				beforeEachWrite.run();
				file.write((ByteBuffer) arguments[0], (long) arguments[1]);
				yield null;
			}
			default -> method.invoke(file, arguments);
		});
	}

	private static <T> T proxy(Class<T> type, Invocation invocation) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> invocation.of(method, arguments)));
	}

	@Test
	void aSegmentHoldsAtLeastItsHeaderAndSomeFrames() {
		assertThatIllegalArgumentException().isThrownBy(() -> SMALL.withSegmentBytes(4096));
	}

	private Thread reader(FileStorage storage, AtomicBoolean done, AtomicReference<@Nullable Throwable> failure) {
		Thread thread = new Thread(() -> {
			try {
				while (!done.get()) {
					long last = storage.log().lastIndex();
					EntryBatch batch = storage.log().read(1, last, 10_000);
					assertThat(batch.firstIndex()).isEqualTo(1);
				}
			}
			catch (Throwable ex) {
				failure.set(ex);
			}
		});
		thread.start();
		return thread;
	}

	private static FileStorage open(Path directory) throws IOException {
		return FileStorage.open(Disk.system(), directory, Meta.initial(NodeId.of("n1"), 1), SMALL);
	}

	private static void term(FileStorage storage, long term) throws IOException {
		storage.meta().store(storage.meta().current().withHardState(new HardState(term, null)));
	}

	private static void append(FileStorage storage, long index, int payloadBytes) throws IOException {
		storage.log()
			.append(List.of(EntryBatchBuilder.single(index, 1, EntryType.COMMAND, ByteBuffer.allocate(payloadBytes))));
		storage.log().force();
	}

	private interface Invocation {

		@Nullable Object of(Method method, Object[] arguments) throws Throwable;

	}

}
