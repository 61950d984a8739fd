package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The log writer with a thread of its own, whose work the loop does itself when there is
 * little of it: handing it over and back would take as long as a quick disk does. The
 * writer's thread watches meanwhile. If that write takes long, the two threads change
 * places: it becomes the loop, and the one that waits for the disk the writer's.
 */
final class WriterSeat implements LogWriterRunner {

	/** After so long without a write by the loop the writer's thread sleeps. */
	private static final int QUIET_LOOKS = 16;

	private final WriterClaim claim = new WriterClaim();

	private final LogWriter writer;

	private final Consumer<Throwable> onFailure;

	/** How often the loop is looked after while it writes, at least. */
	private final long lookNanos;

	/** The loop changes it; which thread that is goes with it. */
	private volatile Thread loopThread;

	private volatile Thread writerThread;

	private volatile boolean parked;

	private volatile boolean watching;

	private volatile boolean closing;

	private volatile boolean failed;

	/**
	 * When the writer looks for space again; who sleeps for so long does not watch.
	 */
	private volatile long retryNanos = Long.MAX_VALUE;

	/**
	 * A writer whose thread does not run yet.
	 * @param lookNanos after how long in one write the loop is relieved, twice that at
	 * most
	 * @param task what the thread does: {@link #serve}, and whatever follows if that
	 * makes it the loop
	 */
	WriterSeat(String name, LogWriter writer, Consumer<Throwable> onFailure, long lookNanos, Thread loopThread,
			Runnable task) {
		this.writer = writer;
		this.onFailure = onFailure;
		this.lookNanos = lookNanos;
		this.loopThread = loopThread;
		this.writerThread = new NodeThread(task, name);
		this.writerThread.setDaemon(true);
	}

	@Override
	public void start() {
		this.writerThread.start();
	}

	@Override
	public boolean close(Duration timeout) {
		this.closing = true;
		LockSupport.unpark(this.writerThread);
		DutyThread.joinUninterruptibly(this.writerThread, timeout);
		return !this.writerThread.isAlive();
	}

	/** The thread that is the loop now. */
	Thread loopThread() {
		return this.loopThread;
	}

	@Override
	public boolean write(long forceNanosMax) {
		// Not while the writer is awake: what waits may be more than this.
		if (forceNanosMax == 0L || this.retryNanos != Long.MAX_VALUE || !this.parked || !this.claim.claimForLoop()) {
			wakeWriter();
			return true;
		}
		return writeOnLoop(forceNanosMax);
	}

	private boolean writeOnLoop(long forceNanosMax) {
		boolean left = true;
		// Far from where it would be relieved, which costs more than two hand-overs.
		if (this.writer.usualForceNanos() <= Math.min(forceNanosMax, this.lookNanos / 2)) {
			beWatched();
			try {
				this.writer.doWork();
			}
			catch (Throwable ex) {
				return failOnLoop(ex);
			}
			left = this.writer.retryNanos() != Long.MAX_VALUE;
		}
		if (!this.claim.releaseByLoop()) {
			this.claim.releaseByWriter();
			return false;
		}
		if (left) {
			wakeWriter();
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

	private void beWatched() {
		if (!this.watching) {
			this.watching = true;
			LockSupport.unpark(this.writerThread);
		}
	}

	private void wakeWriter() {
		if (this.parked) {
			this.parked = false;
			LockSupport.unpark(this.writerThread);
		}
	}

	/**
	 * Writer's thread: writes what the loop leaves to it, and watches the loop.
	 * @return true if the caller is the loop now, false if it has to end
	 */
	boolean serve() {
		try {
			while (!this.failed) {
				// Before the look, which so sees all that came before the end was told.
				boolean last = this.closing;
				if (writeAside() > 0) {
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

	private int writeAside() {
		if (!this.claim.claimForWriter()) {
			return 0;
		}
		int work = this.writer.doWork();
		this.retryNanos = this.writer.retryNanos();
		this.claim.releaseByWriter();
		return work;
	}

	/** Says that it sleeps first and looks once more then: no wake-up is lost. */
	private boolean sleepOrRelieve() {
		this.parked = true;
		if (writeAside() == 0 && watch()) {
			// Another thread is the writer's now, and says itself when it sleeps.
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
				changePlaces();
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

	private void changePlaces() {
		Thread relieved = this.loopThread;
		String loopName = relieved.getName();
		relieved.setName(this.writerThread.getName());
		this.writerThread.setName(loopName);
		this.loopThread = this.writerThread;
		this.writerThread = relieved;
	}

}
