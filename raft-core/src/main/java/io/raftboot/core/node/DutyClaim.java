package io.raftboot.core.node;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Who does a duty: the loop for a moment, the duty's own thread, or nobody. Whoever
 * claims it sees all that the one before has done. A loop that keeps it too long can be
 * relieved of being the loop, and is the duty's thread from then on. A claim that is
 * never given back, since the duty has failed, is the last one.
 */
final class DutyClaim {

	private static final long FREE = 0L;

	private static final long LOOP = 1L;

	private static final long THREAD = 2L;

	private static final long HOLDER = 3L;

	private static final long STEP = 4L;

	/** Who holds it, and above that how often the loop has. */
	private final AtomicLong state = new AtomicLong();

	/** Loop: false if it has to leave it to the duty's thread. */
	boolean claimForLoop() {
		long now = this.state.get();
		return (now & HOLDER) == FREE && this.state.compareAndSet(now, now + STEP + LOOP);
	}

	/**
	 * Loop, with the claim.
	 * @return false if the caller has been relieved: it is not the loop any more, and
	 * holds the claim as the duty's thread
	 */
	boolean releaseByLoop() {
		long now = this.state.get();
		return (now & HOLDER) == LOOP && this.state.compareAndSet(now, now - LOOP);
	}

	/**
	 * Loop, with the claim, when the duty has failed: nobody gets it any more.
	 * @return false if the caller has been relieved
	 */
	boolean keepByLoop() {
		long now = this.state.get();
		return (now & HOLDER) == LOOP && this.state.compareAndSet(now, now - LOOP + THREAD);
	}

	/** Duty's thread: false if it need not, since the loop is at it. */
	boolean claimForThread() {
		long now = this.state.get();
		return (now & HOLDER) == FREE && this.state.compareAndSet(now, now + THREAD);
	}

	/** Duty's thread, with the claim. */
	void releaseByThread() {
		this.state.set(this.state.get() - THREAD);
	}

	/** Another value whenever the loop has claimed it since. */
	long look() {
		return this.state.get();
	}

	/**
	 * Duty's thread: becomes the loop if that has held its claim since the look.
	 * @return whether it has
	 */
	boolean relieve(long seen) {
		return (seen & HOLDER) == LOOP && this.state.compareAndSet(seen, seen - LOOP + THREAD);
	}

}
