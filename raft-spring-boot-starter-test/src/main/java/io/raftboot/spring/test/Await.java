package io.raftboot.spring.test;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** Waits for what comes by itself. */
final class Await {

	private static final long PAUSE_NANOS = 1_000_000L;

	private Await() {
	}

	/**
	 * Asks again and again.
	 * @param patience for how long
	 * @param value null until it is there
	 * @param complaint asked if it does not come
	 * @throws AssertionError if it does not come
	 */
	static <T> T value(Duration patience, Supplier<@Nullable T> value, Supplier<String> complaint) {
		long begin = System.nanoTime();
		while (true) {
			T current = value.get();
			if (current != null) {
				return current;
			}
			if (System.nanoTime() - begin > patience.toNanos()) {
				throw new AssertionError("Within " + patience.toSeconds() + " s: " + complaint.get());
			}
			if (Thread.currentThread().isInterrupted()) {
				throw new AssertionError("Interrupted: " + complaint.get());
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

}
