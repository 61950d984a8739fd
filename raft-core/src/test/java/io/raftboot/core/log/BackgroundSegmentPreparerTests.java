package io.raftboot.core.log;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An old file of four chunks is made ready for its next use, or a new one is made. */
@Timeout(30)
class BackgroundSegmentPreparerTests {

	private static final int SEGMENT_BYTES = 1 << 20;

	private static final int CHUNKS = 4;

	/** What a new file has of zeros at least. */
	private static final int STEP_BYTES = SEGMENT_BYTES / 16;

	private final CountDownLatch resting = new CountDownLatch(1);

	private final CountDownLatch rested = new CountDownLatch(1);

	@TempDir
	Path path;

	private LogDirectory directory;

	private SpareSegments spares;

	@BeforeEach
	void open() throws IOException {
		this.directory = new LogDirectory(Disk.system(), this.path);
		this.spares = new SpareSegments(this.directory,
				FileStorageOptions.DEFAULTS.withSegmentBytes(SEGMENT_BYTES).withSpareSegments(1));
		oneSpareFile();
	}

	private void oneSpareFile() throws IOException {
		Files.write(this.path.resolve("0000000000000001.spare"), new byte[SEGMENT_BYTES]);
		this.spares.adopt();
	}

	@Test
	void restsAfterEachChunkWhileNobodyWaits() throws Exception {
		CountDownLatch rests = new CountDownLatch(CHUNKS);
		try (SegmentPreparer preparer = preparer(rests::countDown)) {
			preparer.request();
			rests.await();
			take(preparer);
		}
	}

	/** The log writer, and with it every write of the node, would wait along. */
	@Test
	void restsNoMoreOnceSomebodyWaits() throws Exception {
		AtomicInteger rests = new AtomicInteger();
		try (SegmentPreparer preparer = preparer(() -> {
			rests.incrementAndGet();
			restUntilAwaited();
		})) {
			CompletableFuture<BlankSegment> taken = takenWhileItRests(preparer);
			close(taken.get());
			assertThat(rests).hasValue(1);
		}
	}

	@Test
	void doesNotRestWhenItIsTheWaitingThreadThatMakesIt() throws Exception {
		AtomicInteger rests = new AtomicInteger();
		try (SegmentPreparer preparer = preparer(rests::incrementAndGet)) {
			take(preparer);
		}
		assertThat(rests).hasValue(0);
	}

	@Test
	void restsAgainForTheNextOne() throws Exception {
		CountDownLatch rests = new CountDownLatch(CHUNKS);
		try (SegmentPreparer preparer = preparer(rests::countDown)) {
			take(preparer);
			oneSpareFile();
			preparer.request();
			rests.await();
			take(preparer);
		}
	}

	@Test
	void doesNotReadAFileOfWhichTheTableIsKnown() throws Exception {
		take(new InlineSegmentPreparer(this.directory, this.spares, SEGMENT_BYTES));
		Path file = Files.write(this.path.resolve("old.seg"), new byte[SEGMENT_BYTES]);
		Segment segment = new Segment(file, new SegmentHeader(7, 1, 0, 1, 0, "n1"), SEGMENT_BYTES);
		SectorTable known = new SectorTableBuilder(SectorTable.NONE, SEGMENT_BYTES).build();
		this.spares.remember(segment, known);
		assertThat(this.spares.keep(segment)).isTrue();
		AtomicInteger rests = new AtomicInteger();
		try (SegmentPreparer preparer = preparer(rests::incrementAndGet)) {
			preparer.request();
			BlankSegment blank = preparer.take();
			blank.file().close();
			assertThat(blank.table()).isSameAs(known);
			assertThat(rests).hasValue(0);
		}
	}

	@Test
	void fillsANewFileWithZerosAsFarAsItMay() throws Exception {
		noSpareFile();
		Path file = this.path.resolve("next.tmp");
		try (SegmentPreparer preparer = preparer(() -> {
		})) {
			preparer.request();
			spinUntil(() -> Files.exists(file) && Files.size(file) == STEP_BYTES && isParked());
			preparer.allow(3L * ZeroFill.PIECE_BYTES);
			spinUntil(() -> Files.size(file) == STEP_BYTES + 3 * ZeroFill.PIECE_BYTES && isParked());
			preparer.allow(SEGMENT_BYTES);
			spinUntil(() -> Files.size(file) == SEGMENT_BYTES);
			BlankSegment blank = preparer.take();
			assertThat(blank.bytes()).isEqualTo(SEGMENT_BYTES);
			assertThat(blank.table().isNone()).isTrue();
			blank.file().close();
		}
	}

	/** The zeros that are missing are written in front of the frames then. */
	@Test
	void handsOverANewFileAsItIsOnceSomebodyWaits() throws Exception {
		noSpareFile();
		try (SegmentPreparer preparer = preparer(() -> {
		})) {
			preparer.request();
			spinUntil(BackgroundSegmentPreparerTests::isParked);
			assertFirstZerosOnly(preparer.take());
		}
	}

	@Test
	void closesWhileItRests() throws Exception {
		noSpareFile();
		SegmentPreparer preparer = preparer(() -> {
		});
		preparer.request();
		spinUntil(BackgroundSegmentPreparerTests::isParked);
		preparer.close();
		assertThat(this.path.resolve("next.tmp")).doesNotExist();
	}

	@Test
	void makesNoMoreThanTheFirstZerosOnTheWaitingThread() throws Exception {
		noSpareFile();
		try (SegmentPreparer preparer = preparer(() -> {
			throw new AssertionError("Somebody waits");
		})) {
			assertFirstZerosOnly(preparer.take());
		}
	}

	/** That is told early, where the segment in front still has room. */
	@Test
	void deletesANewFileThatTheDiskHasNoRoomToFill() throws Exception {
		noSpareFile();
		this.directory = new LogDirectory(proxy(Disk.class, Disk.system(), BackgroundSegmentPreparerTests::full),
				this.path);
		try (SegmentPreparer preparer = preparer(() -> {
		})) {
			preparer.request();
			preparer.allow(SEGMENT_BYTES);
			spinUntil(() -> preparer.diskFullReason() != null);
			assertThat(preparer.diskFullReason()).contains("No room for a log segment");
			assertThat(this.path.resolve("next.tmp")).doesNotExist();
			assertFirstZerosOnly(preparer.take());
			assertThat(preparer.diskFullReason()).isNull();
		}
	}

	/** The log does not come along, so that nobody would say how much may be filled. */
	@Test
	void fillsAtOnceWhenThereIsRoomAgain() throws Exception {
		noSpareFile();
		AtomicBoolean isFull = new AtomicBoolean(true);
		this.directory = new LogDirectory(
				proxy(Disk.class, Disk.system(), (opened) -> isFull.get() ? full(opened) : opened), this.path);
		try (SegmentPreparer preparer = preparer(() -> {
		})) {
			preparer.allow(SEGMENT_BYTES);
			preparer.request();
			spinUntil(() -> preparer.diskFullReason() != null);
			preparer.allow(0L);
			isFull.set(false);
			preparer.recheck();
			spinUntil(() -> preparer.diskFullReason() == null);
			BlankSegment blank = preparer.take();
			assertThat(blank.bytes()).isEqualTo(SEGMENT_BYTES);
			blank.file().close();
		}
	}

	private static Object full(Object opened) {
		return (opened instanceof DiskFile file) ? proxy(DiskFile.class, file, UnaryOperator.identity()) : opened;
	}

	/** Does what the target does, but for direct writes, for which there is no room. */
	private static <T> T proxy(Class<T> type, T target, UnaryOperator<Object> result) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				if (method.getName().equals("writeDirect")) {
					throw new DiskFullException("No space left on device", new IOException());
				}
				return result.apply(method.invoke(target, arguments));
			}));
	}

	private void noSpareFile() throws IOException {
		this.directory.disk().delete(this.spares.poll().path());
	}

	private static void assertFirstZerosOnly(BlankSegment blank) throws IOException {
		assertThat(blank.bytes()).isEqualTo(STEP_BYTES);
		assertThat(blank.file().size()).isEqualTo(blank.bytes());
		blank.file().close();
	}

	/** Whether the thread that makes the file waits until it may go on. */
	private static boolean isParked() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().equals("raft-segment-preparer")
					&& thread.getState() == Thread.State.WAITING);
	}

	private static void spinUntil(Callable<Boolean> condition) throws Exception {
		while (!condition.call()) {
			assertThat(Thread.interrupted()).as("the time of the test is over").isFalse();
			Thread.onSpinWait();
		}
	}

	private SegmentPreparer preparer(Runnable rest) {
		return new BackgroundSegmentPreparer(this.directory, this.spares, SEGMENT_BYTES, rest);
	}

	/** Takes a file, which must be the old one. */
	private static void take(SegmentPreparer preparer) throws IOException {
		close(preparer.take());
	}

	private static void close(BlankSegment segment) throws IOException {
		segment.file().close();
		assertThat(segment.table().isNone()).isFalse();
	}

	private void restUntilAwaited() {
		this.resting.countDown();
		awaitUnchecked(this.rested);
	}

	private CompletableFuture<BlankSegment> takenWhileItRests(SegmentPreparer preparer) throws Exception {
		preparer.request();
		this.resting.await();
		CompletableFuture<BlankSegment> taken = new CompletableFuture<>();
		Thread writer = new Thread(() -> completeWith(preparer, taken));
		writer.start();
		spinUntil(() -> writer.getState() == Thread.State.WAITING);
		this.rested.countDown();
		return taken;
	}

	private static void completeWith(SegmentPreparer preparer, CompletableFuture<BlankSegment> taken) {
		try {
			taken.complete(preparer.take());
		}
		catch (Throwable ex) {
			taken.completeExceptionally(ex);
		}
	}

	private static void awaitUnchecked(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
