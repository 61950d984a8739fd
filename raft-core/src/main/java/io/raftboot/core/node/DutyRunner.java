package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Calls a {@link Duty} whenever it has work: on a thread of its own, or as a step of a
 * simulation.
 */
interface DutyRunner {

	void start();

	/** Makes the duty look for work; for any thread, cheap while it is busy. */
	void wakeUp();

	/**
	 * Returns when the duty has seen to this, not from within the duty.
	 * @throws CompletionException if it has failed
	 */
	void await(CompletableFuture<?> done);

	/**
	 * Lets it finish what is waiting, then end.
	 * @return whether it has ended in time
	 */
	boolean close(Duration timeout);

}
