package io.raftboot.core.transport.tcp;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets producers pay for a wake-up only when the loop sleeps or is about to. A
 * notification is never lost: one that finds the loop awake makes the next
 * {@link #tryToSleep} fail.
 */
final class SleepFlag {

	private static final int AWAKE = 0;

	private static final int ASLEEP = 1;

	private static final int NOTIFIED = 2;

	private final AtomicInteger state = new AtomicInteger();

	/** Loop: announces a sleep; false when there was a notification instead. */
	boolean tryToSleep() {
		if (this.state.compareAndSet(AWAKE, ASLEEP)) {
			return true;
		}
		this.state.set(AWAKE);
		return false;
	}

	/** Loop: whether it may go on sleeping. */
	boolean asleep() {
		return this.state.get() == ASLEEP;
	}

	/** Loop: the sleep is over, and with it any notification that came meanwhile. */
	void awake() {
		this.state.set(AWAKE);
	}

	/** Any thread: true if the caller must wake the sleeper, once per sleep. */
	boolean notifySleeper() {
		return this.state.get() != NOTIFIED && this.state.getAndSet(NOTIFIED) == ASLEEP;
	}

}
