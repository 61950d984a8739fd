package io.raftboot.core.node;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others ask a duty for while the loop is at it, and what its work leaves behind;
 * the test's thread is the loop's.
 */
@Timeout(60)
class AskedMeanwhileTests implements LittleDuty {

	/** Longer than anything takes here. */
	private static final long LOOK_NANOS = 30_000_000_000L;

	private static final long QUICK_NANOS = 500_000L;

	private final AtomicInteger questions = new AtomicInteger();

	private final List<Thread> answeredBy = new CopyOnWriteArrayList<>();

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	private final DutySeat seat = new DutySeat("duty", this, this.failures::add, LOOK_NANOS,
			new LoopThread(Thread.currentThread()), this::serve);

	private Runnable onLoop = () -> {
	};

	private volatile boolean interrupting;

	private volatile @Nullable Thread second;

	@BeforeEach
	void start() {
		this.seat.start();
		awaitSleep();
	}

	@AfterEach
	void close() {
		assertThat(this.seat.close(Duration.ofSeconds(10))).isTrue();
		assertThat(this.failures).isEmpty();
	}

	@Test
	void whatIsAskedWhileTheLoopIsAtItIsDoneAfterwards() {
		this.onLoop = () -> {
			ask();
			// For the duty's thread to wake, find that it may do nothing, and sleep.
			long until = System.nanoTime() + QUICK_NANOS;
			while (System.nanoTime() < until) {
				Thread.onSpinWait();
			}
		};
		for (int i = 0; i < 200; i++) {
			awaitSleep();
			assertThat(this.seat.runOrWake(QUICK_NANOS)).isTrue();
			await("an answer", () -> this.questions.get() == 0);
		}
		assertThat(this.answeredBy).hasSizeGreaterThanOrEqualTo(100).containsOnly(this.second);
	}

	@Test
	void whatWasAskedBeforeIsDoneByTheThread() {
		ask();
		assertThat(this.seat.isForLoop(QUICK_NANOS)).isFalse();
		await("an answer", () -> this.questions.get() == 0);
		awaitSleep();
		await("the loop's turn", () -> this.seat.isForLoop(QUICK_NANOS));
	}

	@Test
	void anInterruptThatItsWorkLeavesIsDropped() {
		this.onLoop = () -> Thread.currentThread().interrupt();
		assertThat(this.seat.runOrWake(QUICK_NANOS)).isTrue();
		assertThat(Thread.currentThread().isInterrupted()).as("the loop's").isFalse();
		this.interrupting = true;
		ask();
		await("an answer", () -> !this.answeredBy.isEmpty());
		await("the thread to be rid of it", () -> !this.second.isInterrupted());
	}

	private void ask() {
		this.questions.set(1);
		this.seat.wakeUp();
	}

	private void awaitSleep() {
		await("the duty's thread to sleep", () -> this.second != null && this.second.getState() != Thread.State.RUNNABLE
				&& this.second.getState() != Thread.State.NEW);
	}

	private void serve() {
		this.second = Thread.currentThread();
		this.seat.serve();
	}

	@Override
	public int doWork() {
		int work = this.questions.getAndSet(0);
		if (work > 0) {
			if (this.interrupting) {
				Thread.currentThread().interrupt();
			}
			this.answeredBy.add(Thread.currentThread());
		}
		return work;
	}

	@Override
	public void doLittle() {
		this.onLoop.run();
	}

	@Override
	public long usualNanos() {
		return 0L;
	}

}
