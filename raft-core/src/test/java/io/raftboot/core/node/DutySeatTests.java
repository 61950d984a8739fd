package io.raftboot.core.node;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.MetaStore;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jspecify.annotations.Nullable;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

/** The test's thread is the loop's to begin with. */
@Timeout(60)
class DutySeatTests {

	/** Longer than anything takes here that is not held up on purpose. */
	private static final long LOOK_NANOS = 50_000_000L;

	private static final long QUICK_NANOS = 500_000L;

	/** Without a bound a loop that never waits fills the heap. */
	private static final long BACKLOG_MAX = 2_000L;

	private final Thread first = Thread.currentThread();

	private final LoopThread loopThread = new LoopThread(this.first);

	private final MemoryStorage memory = new MemoryStorage(Meta.initial(NodeId.of("n1"), 1));

	private final List<Thread> forcedBy = new CopyOnWriteArrayList<>();

	private final List<Thread> triedBy = new CopyOnWriteArrayList<>();

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	private final LogWriter writer = new LogWriter(new Stores(this.memory.meta(), log()), new Nobody(), null,
			NodeClock.SYSTEM);

	/** What the second thread does when it is the loop. */
	private volatile Runnable loop = () -> {
	};

	private volatile DutySeat seat = seat(LOOK_NANOS);

	private volatile @Nullable CountDownLatch stall;

	private volatile Runnable duringForce = () -> {
	};

	private volatile boolean full;

	private volatile boolean failing;

	/**
	 * So many forces by the loop, and one that lasts until the loop is another thread.
	 */
	private volatile int heldUpEvery;

	private volatile int forcesByLoop;

	private volatile int relieved;

	private volatile long forceNanos = 1_000L;

	private volatile @Nullable Thread second;

	private final String name = Thread.currentThread().getName();

	private volatile long index;

	@BeforeEach
	void start() throws IOException {
		this.memory.meta().store(this.memory.meta().current().withHardState(new HardState(1, null)));
		this.seat.start();
		await("the writer's thread", () -> this.second != null && this.second.getState() == Thread.State.WAITING);
	}

	@AfterEach
	void stop() {
		flow();
		this.seat.close(Duration.ofSeconds(10));
		Thread.currentThread().setName(this.name);
	}

	private DutySeat seat(long lookNanos) {
		return new DutySeat("writer", this.writer, this.failures::add, lookNanos, this.loopThread, this::secondThread);
	}

	private void secondThread() {
		this.second = Thread.currentThread();
		while (this.seat.serve()) {
			this.loop.run();
		}
	}

	@Test
	void littleIsWrittenByTheLoopItself() {
		offer(1);
		assertThat(this.seat.runOrWake(QUICK_NANOS)).isTrue();
		assertThat(this.failures).isEmpty();
		assertThat(this.forcedBy).containsExactly(Thread.currentThread());
		assertThat(this.memory.log().lastIndex()).isEqualTo(1L);
	}

	@Test
	void whatIsNotLittleIsWrittenByTheWriter() {
		offer(1000);
		assertThat(this.seat.runOrWake(0L)).isTrue();
		await("the force", () -> this.forcedBy.size() == 1);
		assertThat(this.forcedBy).containsExactly(this.second);
	}

	/** The writer is awake, or about to be: there is nothing to save. */
	@Test
	void whatWasLeftToTheWriterIsNotTakenBack() {
		this.seat.close(Duration.ofSeconds(10));
		this.seat = seat(LOOK_NANOS);
		offer(1000);
		assertThat(this.seat.runOrWake(0L)).isTrue();
		offer(1);
		assertThat(this.seat.runOrWake(QUICK_NANOS)).isTrue();
		assertThat(this.forcedBy).isEmpty();
		this.seat.start();
		await("the entries", () -> this.memory.log().lastIndex() == 1001L);
	}

	@Test
	void onASlowDiskTheWriterWrites() {
		this.forceNanos = 100_000_000L;
		offer(1);
		assertThat(this.seat.runOrWake(QUICK_NANOS)).isTrue();
		offer(1);
		assertThat(this.seat.runOrWake(QUICK_NANOS)).isTrue();
		await("both forces", () -> this.forcedBy.size() == 2);
		assertThat(this.forcedBy).containsExactly(Thread.currentThread(), this.second);
	}

	@Test
	void whoMayWaitLongerWritesOnASlowerDisk() {
		this.forceNanos = 16_000_000L;
		offer(1);
		assertThat(this.seat.runOrWake(QUICK_NANOS)).isTrue();
		offer(1);
		assertThat(this.seat.runOrWake(20_000_000L)).isTrue();
		assertThat(this.forcedBy).containsExactly(Thread.currentThread(), Thread.currentThread());
	}

	/** It would be relieved now and then, which costs more than a hand-over. */
	@Test
	void nobodyWaitsAsLongAsItTakesToBeRelieved() {
		this.seat.close(Duration.ofSeconds(10));
		this.second = null;
		this.seat = seat(QUICK_NANOS);
		this.forceNanos = 8_000_000L;
		offer(1);
		this.writer.doWork();
		this.seat.start();
		await("the writer's thread", () -> this.second != null && this.second.getState() == Thread.State.WAITING);
		offer(1);
		assertThat(this.seat.runOrWake(20_000_000L)).isTrue();
		await("the force", () -> this.forcedBy.size() == 2);
		assertThat(this.forcedBy).containsExactly(Thread.currentThread(), this.second);
	}

	/** A disk that hangs holds up neither heartbeats nor anybody's time limit. */
	@Test
	void aLoopThatIsHeldUpByItsDiskIsRelieved() {
		CountDownLatch loops = new CountDownLatch(1);
		CountDownLatch looked = new CountDownLatch(1);
		this.loop = () -> {
			looked.countDown();
			this.seat.runOrWake(QUICK_NANOS);
			uninterruptibly(loops);
		};
		this.stall = new CountDownLatch(1);
		offer(1);
		Thread watcher = new Thread(() -> {
			uninterruptibly(looked);
			flow();
		});
		watcher.start();
		assertThat(this.seat.runOrWake(QUICK_NANOS)).isFalse();
		assertThat(this.loopThread.current()).isSameAs(this.second);
		assertThat(Thread.currentThread().getName()).isEqualTo("writer");
		assertThat(this.second.getName()).isEqualTo(this.name);
		assertThat(this.memory.log().lastIndex()).isEqualTo(1L);
		loops.countDown();
	}

	/** The writer's thread wakes for no reason and looks, but too early to tell. */
	@Test
	void aLoopThatHasJustBegunToWriteIsNotRelieved() {
		this.seat.close(Duration.ofSeconds(10));
		this.second = null;
		this.seat = seat(10_000_000_000L);
		this.seat.start();
		await("the writer's thread", () -> this.second != null && this.second.getState() == Thread.State.WAITING);
		this.duringForce = () -> {
			for (int i = 0; i < 20; i++) {
				await("a look", () -> this.second.getState() == Thread.State.TIMED_WAITING
						|| this.loopThread.current() == this.second);
				LockSupport.unpark(this.second);
			}
		};
		offer(1);
		assertThat(this.seat.runOrWake(QUICK_NANOS)).isTrue();
	}

	/** The same thread writes on, and what came meanwhile is not forgotten. */
	@Test
	void whoWasRelievedIsTheWriterAndIsWoken() {
		int turns = 50;
		CountDownLatch done = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		this.loop = () -> {
			begun.countDown();
			for (int i = 0; i < turns; i++) {
				long before = this.index;
				offer(1000);
				this.seat.runOrWake(0L);
				await("the entries", () -> this.memory.log().lastIndex() == before + 1000);
			}
			done.countDown();
			this.seat.close(Duration.ofSeconds(10));
		};
		this.stall = new CountDownLatch(1);
		offer(1);
		Thread watcher = new Thread(() -> {
			uninterruptibly(begun);
			flow();
		});
		watcher.start();
		assertThat(this.seat.runOrWake(QUICK_NANOS)).isFalse();
		this.forcedBy.clear();
		assertThat(this.seat.serve()).isFalse();
		assertThat(done.getCount()).isZero();
		assertThat(this.forcedBy).hasSize(turns).containsOnly(Thread.currentThread());
		assertThat(this.failures).isEmpty();
	}

	@Test
	void threadsThatChangePlacesAgainAndAgainLoseNothing() {
		this.loop = () -> {
			while (!takeTurns()) {
				if (!this.seat.serve()) {
					return;
				}
			}
		};
		this.heldUpEvery = 20;
		while (!takeTurns()) {
			if (!this.seat.serve()) {
				break;
			}
		}
		await("the last entry", () -> this.memory.log().lastIndex() == this.index);
		assertThat(this.relieved).isEqualTo(20);
		assertThat(this.failures).isEmpty();
	}

	/** Whether all is done, and not only by the loop that the caller was. */
	private boolean takeTurns() {
		while (this.relieved < 20) {
			boolean little = this.index % 7 != 0;
			offer(little ? 1 : 100);
			if (!this.seat.runOrWake(little ? QUICK_NANOS : 0L)) {
				return false;
			}
			if (this.index - this.memory.log().lastIndex() > BACKLOG_MAX) {
				awaitWriterAsleep();
			}
			if (this.loopThread.current() != Thread.currentThread()) {
				this.failures.add(new AssertionError("goes on as the loop, though it was relieved"));
				this.relieved = 20; // so that both end
			}
		}
		this.seat.close(Duration.ofSeconds(10));
		return true;
	}

	/** Of the two threads the other one is the writer's. */
	private void awaitWriterAsleep() {
		Thread other = (Thread.currentThread() == this.first) ? this.second : this.first;
		await("the writer to have written all", () -> this.memory.log().lastIndex() == this.index
				&& (other.getState() == Thread.State.WAITING || other.getState() == Thread.State.TIMED_WAITING));
	}

	@Test
	void aFailureOnTheLoopIsToldAndNobodyWritesAnyMore() {
		this.failing = true;
		offer(1);
		assertThat(this.seat.runOrWake(QUICK_NANOS)).isTrue();
		assertThat(this.failures).singleElement()
			.satisfies((failure) -> assertThat(failure).hasRootCauseMessage("failed on purpose"));
		this.failing = false;
		offer(1);
		assertThat(this.seat.runOrWake(QUICK_NANOS)).isTrue();
		assertThat(this.seat.close(Duration.ofSeconds(10))).isTrue();
		assertThat(this.memory.log().lastIndex()).isEqualTo(1L);
	}

	/** Nobody says when there is room again: the writer looks. */
	@Test
	void whatAFullDiskHasNoRoomForIsWrittenWhenItHas() {
		this.full = true;
		offer(1);
		assertThat(this.seat.runOrWake(QUICK_NANOS)).isTrue();
		assertThat(this.memory.log().lastIndex()).isZero();
		this.full = false;
		await("the entry", () -> this.memory.log().lastIndex() == 1L);
		await("the force", () -> this.forcedBy.size() == 1);
		assertThat(this.forcedBy).containsExactly(this.second);
	}

	/** Who waits for room sleeps too long to look after a loop. */
	@Test
	void whileADiskIsFullTheLoopDoesNotWrite() {
		this.full = true;
		offer(1);
		this.seat.runOrWake(QUICK_NANOS);
		await("the writer to wait for room",
				() -> this.triedBy.contains(this.second) && this.second.getState() == Thread.State.TIMED_WAITING);
		this.triedBy.clear();
		offer(1);
		this.seat.runOrWake(QUICK_NANOS);
		await("one more look", () -> !this.triedBy.isEmpty());
		assertThat(this.triedBy).containsOnly(this.second);
		this.full = false;
		await("the entries", () -> this.memory.log().lastIndex() == 2L);
	}

	@Test
	void whatWasOfferedIsWrittenBeforeTheEnd() {
		for (int i = 0; i < 100; i++) {
			offer(1000);
			this.seat.runOrWake(0L);
		}
		assertThat(this.seat.close(Duration.ofSeconds(10))).isTrue();
		assertThat(this.memory.log().lastIndex()).isEqualTo(100_000L);
	}

	/** The writer's thread looks after the loop only while that writes. */
	@Test
	void whileNothingIsWrittenTheWriterSleepsWithoutALook() {
		offer(1);
		this.seat.runOrWake(QUICK_NANOS);
		await("the writer's thread to watch", () -> this.second.getState() == Thread.State.TIMED_WAITING);
		await("the writer's thread to sleep", () -> this.second.getState() == Thread.State.WAITING);
	}

	private void offer(int entries) {
		EntryBatchBuilder batch = new EntryBatchBuilder(this.index + 1, 1, 64 * entries);
		for (int i = 0; i < entries; i++) {
			batch.add(EntryType.NO_OP, ByteBuffer.allocate(0));
		}
		this.index += entries;
		this.writer.offer(WriteItem.append(this.index, batch.build()));
	}

	private void flow() {
		CountDownLatch latch = this.stall;
		this.stall = null;
		if (latch != null) {
			latch.countDown();
		}
	}

	private static void uninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void beforeForce() throws IOException {
		this.forcedBy.add(Thread.currentThread());
		CountDownLatch latch = this.stall;
		if (latch != null) {
			uninterruptibly(latch);
		}
		this.duringForce.run();
		holdUpLoop();
		if (this.failing) {
			throw new IOException("failed on purpose");
		}
	}

	private void holdUpLoop() {
		Thread current = Thread.currentThread();
		if (this.heldUpEvery > 0 && this.loopThread.current() == current
				&& ++this.forcesByLoop % this.heldUpEvery == 0) {
			while (this.loopThread.current() == current && !current.isInterrupted()) {
				LockSupport.parkNanos(100_000L);
			}
			this.relieved++;
		}
	}

	private LogStore log() {
		LogStore target = this.memory.log();
		return (LogStore) Proxy.newProxyInstance(LogStore.class.getClassLoader(), new Class<?>[] { LogStore.class },
				(proxy, method, arguments) -> {
					switch (method.getName()) {
						case "force" -> beforeForce();
						case "lastForceNanos" -> {
							return this.forceNanos;
						}
						case "append" -> {
							this.triedBy.add(Thread.currentThread());
							if (this.full) {
								throw new DiskFullException("full on purpose");
							}
						}
						default -> {
						}
					}
					try {
						return method.invoke(target, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	/** Stores that were made elsewhere. */
	private record Stores(MetaStore meta, LogStore log) implements Storage {

		@Override
		public void close() {
		}

	}

	/** Does not care. */
	private static final class Nobody implements LogWriter.Listener {

		@Override
		public void persisted(long writeNumber) {
		}

		@Override
		public void writeFailed(Exception failure) {
		}

		@Override
		public void diskFull(DiskFullException failure) {
		}

	}

}
