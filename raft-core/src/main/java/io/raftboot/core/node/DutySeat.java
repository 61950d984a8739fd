package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A duty with a thread of its own, the log writer's or the applier's, whose work the loop
 * does itself when there is little of it: handing it over and back would take as long as
 * the work. The duty's thread watches meanwhile. If the loop is at it for long, the two
 * threads change places: the one that watches becomes the loop, and the one that is held
 * up by a disk or a state machine the duty's.
 */
final class DutySeat implements SharedRunner {

	/** After so long without the loop at its work the duty's thread sleeps. */
	private static final int QUIET_LOOKS = 16;

	private final DutyClaim claim = new DutyClaim();

	private final LittleDuty duty;

	private final Consumer<Throwable> onFailure;

	/** How often the loop is looked after while it is at it, at least. */
	private final long lookNanos;

	private final LoopThread loop;

	/** Another one after they have changed places. */
	private volatile Thread thread;

	private volatile boolean parked;

	private volatile boolean watching;

	private volatile boolean closing;

	private volatile boolean failed;

	/** Others have asked for something since the duty's thread looked last. */
	private volatile boolean asked;

	/**
	 * When a writer looks for space again; who sleeps for so long does not watch.
	 */
	private volatile long retryNanos = Long.MAX_VALUE;

	/**
	 * A duty whose thread does not run yet.
	 * @param lookNanos after how long at it the loop is relieved, twice that at most
	 * @param task what the thread does: {@link #serve}, and whatever follows if that
	 * makes it the loop
	 */
	DutySeat(String name, LittleDuty duty, Consumer<Throwable> onFailure, long lookNanos, LoopThread loop,
			Runnable task) {
		this.duty = duty;
		this.onFailure = onFailure;
		this.lookNanos = lookNanos;
		this.loop = loop;
		this.thread = new NodeThread(task, name);
		this.thread.setDaemon(true);
	}

	@Override
	public void start() {
		this.thread.start();
	}

	@Override
	public boolean close(Duration timeout) {
		this.closing = true;
		LockSupport.unpark(this.thread);
		DutyThread.joinUninterruptibly(this.thread, timeout);
		return !this.thread.isAlive();
	}

	@Override
	public void await(CompletableFuture<?> done) {
		done.join();
	}

	/** For any thread. What it asks for is not done by the loop. */
	@Override
	public void wakeUp() {
		this.asked = true;
		wakeThread();
	}

	@Override
	public boolean isForLoop(long nanosMax) {
		// Not while its thread is awake: what waits may be more than this. And far from
		// where the loop would be relieved, which costs more than two hand-overs.
		return nanosMax > 0L && this.retryNanos == Long.MAX_VALUE && this.parked && !this.asked
				&& this.duty.usualNanos() <= Math.min(nanosMax, this.lookNanos / 2);
	}

	@Override
	public boolean runOrWake(long nanosMax) {
		if (!isForLoop(nanosMax) || !this.claim.claimForLoop()) {
			wakeThread();
			return true;
		}
		return runOnLoop();
	}

	private boolean runOnLoop() {
		beWatched();
		try {
			this.duty.doLittle();
		}
		catch (Throwable ex) {
			return failOnLoop(ex);
		}
		finally {
			dropInterrupt();
		}
		boolean left = this.duty.retryNanos() != Long.MAX_VALUE;
		if (!this.claim.releaseByLoop()) {
			this.claim.releaseByThread();
			return false;
		}
		// Whoever asked meanwhile may have woken a thread that could do nothing.
		if (left || this.asked) {
			wakeThread();
		}
		return true;
	}

	/** The loop hears of it in its next turn, as it does of a failure elsewhere. */
	private boolean failOnLoop(Throwable failure) {
		this.failed = true;
		boolean isLoop = this.claim.keepByLoop();
		this.onFailure.accept(failure);
		return isLoop;
	}

	/**
	 * What user code has left of one keeps a thread from sleeping, and closes the files
	 * of the loop or the writer, which the same thread may be next.
	 */
	private static void dropInterrupt() {
		Thread.interrupted();
	}

	private void beWatched() {
		if (!this.watching) {
			this.watching = true;
			LockSupport.unpark(this.thread);
		}
	}

	private void wakeThread() {
		if (this.parked) {
			this.parked = false;
			LockSupport.unpark(this.thread);
		}
	}

	/**
	 * Duty's thread: does what the loop leaves to it, and watches the loop.
	 * @return true if the caller is the loop now, false if it has to end
	 */
	boolean serve() {
		try {
			while (!this.failed) {
				// Before the look, which so sees all that came before the end was told.
				boolean last = this.closing;
				if (workAside() > 0) {
					continue;
				}
				if (last) {
					return false;
				}
				if (sleepOrRelieve()) {
					return true;
				}
			}
		}
		catch (Throwable ex) {
			this.failed = true;
			this.onFailure.accept(ex);
		}
		return false;
	}

	private int workAside() {
		if (!this.claim.claimForThread()) {
			return 0;
		}
		this.asked = false;
		int work = this.duty.doWork();
		dropInterrupt();
		this.retryNanos = this.duty.retryNanos();
		this.claim.releaseByThread();
		return work;
	}

	/** Says that it sleeps first and looks once more then: no wake-up is lost. */
	private boolean sleepOrRelieve() {
		this.parked = true;
		if (workAside() == 0 && watch()) {
			// Another thread is the duty's now, and says itself when it sleeps.
			return true;
		}
		this.parked = false;
		return false;
	}

	/** Until it is woken, or has relieved the loop. */
	private boolean watch() {
		long seen = this.claim.look();
		long seenNanos = System.nanoTime();
		while (this.parked && !this.closing && !this.failed) {
			if (this.retryNanos != Long.MAX_VALUE) {
				LockSupport.parkNanos(this, this.retryNanos);
				return false;
			}
			if (this.watching) {
				LockSupport.parkNanos(this, this.lookNanos);
			}
			else {
				LockSupport.park(this);
			}
			long now = this.claim.look();
			long nowNanos = System.nanoTime();
			if (now != seen) {
				seen = now;
				seenNanos = nowNanos;
			}
			else if (nowNanos - seenNanos >= this.lookNanos && this.claim.relieve(seen)) {
				Thread relieved = this.loop.relieve();
				this.thread = relieved;
				// Who wanted to wake it until now may have woken this one.
				LockSupport.unpark(relieved);
				return true;
			}
			else if (nowNanos - seenNanos >= QUIET_LOOKS * this.lookNanos) {
				sleepWithoutLook(seen);
			}
		}
		return false;
	}

	/**
	 * Unless the loop has claimed it meanwhile and taken it for granted to be watched.
	 */
	private void sleepWithoutLook(long seen) {
		this.watching = false;
		if (this.claim.look() != seen) {
			this.watching = true;
		}
	}

}
