package io.raftboot.core.node;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Looks for more to do a little longer before a thread sleeps: waking it takes longer
 * than most answers do on a network nearby. Leaves its processor to whoever wants it
 * meanwhile. Where that is somebody who keeps it, no processor is idle, and the thread
 * sleeps at once the next times; twice as often whenever that happens again. It does so
 * too while something is written: what comes next takes as long as a disk does then. For
 * one thread.
 */
final class SpinWait {

	private static final long SPIN_NANOS = 20_000L;

	/** A processor that nobody wants comes back sooner. */
	private static final long YIELD_NANOS_MAX = 5_000L;

	private static final int LEFT_OUT_MAX = 512;

	private static final long WRITING_NANOS = 1_000_000L;

	private final IntSupplier work;

	private final LongSupplier written;

	private final LongSupplier nanoTime;

	private final Runnable yield;

	/** How often it is left out when there was no idle processor. */
	private int leftOut = 1;

	private int toLeaveOut;

	private long seenWritten;

	private long writtenNanos;

	/**
	 * Does nothing yet.
	 * @param work does what there is and answers how much that was
	 * @param written changes whenever something goes to a disk
	 */
	SpinWait(IntSupplier work, LongSupplier written) {
		this(work, written, System::nanoTime, Thread::yield);
	}

	SpinWait(IntSupplier work, LongSupplier written, LongSupplier nanoTime, Runnable yield) {
		this.work = work;
		this.written = written;
		this.seenWritten = written.getAsLong();
		this.writtenNanos = nanoTime.getAsLong() - WRITING_NANOS;
		this.nanoTime = nanoTime;
		this.yield = yield;
	}

	/** Whether there was work within a short time. */
	boolean findsWork() {
		long beganNanos = this.nanoTime.getAsLong();
		if (isWriting(beganNanos)) {
			return false;
		}
		if (this.toLeaveOut > 0) {
			this.toLeaveOut--;
			return false;
		}
		long nowNanos = beganNanos;
		while (nowNanos - beganNanos < SPIN_NANOS) {
			this.yield.run();
			if (this.nanoTime.getAsLong() - nowNanos > YIELD_NANOS_MAX) {
				this.leftOut = Math.min(2 * this.leftOut, LEFT_OUT_MAX);
				this.toLeaveOut = this.leftOut;
				return false;
			}
			if (this.work.getAsInt() > 0) {
				this.leftOut = Math.max(1, this.leftOut / 2);
				return true;
			}
			nowNanos = this.nanoTime.getAsLong();
		}
		return false;
	}

	private boolean isWriting(long nowNanos) {
		long now = this.written.getAsLong();
		if (now != this.seenWritten) {
			this.seenWritten = now;
			this.writtenNanos = nowNanos;
		}
		return nowNanos - this.writtenNanos < WRITING_NANOS;
	}

}
