package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;

import io.raftboot.core.statemachine.CommandRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of an attempt that failed. A command that is applied once however
 * often it comes is tried again, a little later, until its time is over; and no failure
 * that says "surely not appended" is told once an earlier attempt may have been. Loop
 * thread only.
 */
final class Retries {

	/** Long enough for a leader to be found, short beside any deadline. */
	static final long DELAY_NANOS = 20_000_000L;

	private final NodeClock clock;

	/** In the order in which their time comes. */
	private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

	private boolean closed;

	Retries(NodeClock clock) {
		this.clock = clock;
	}

	/**
	 * Takes a failed attempt over.
	 * @return how its call ends, null if it is tried again or this attempt no longer
	 * counts
	 */
	@Nullable RuntimeException failed(Proposal attempt, RuntimeException failure) {
		if (!attempt.isRepeatable()) {
			return failure;
		}
		if (attempt.superseded) {
			return null;
		}
		boolean uncertain = attempt.uncertain || failure instanceof OutcomeUnknownException
				|| failure instanceof RaftTimeoutException;
		long nowNanos = this.clock.nanoTime();
		if (!this.closed && !attempt.isOver() && attempt.deadlineNanos - nowNanos > 0
				&& isWorthTrying(failure, uncertain)) {
			attempt.superseded = true;
			Proposal next = attempt.again();
			next.uncertain = uncertain;
			this.waiting.add(new Waiting(next, nowNanos + DELAY_NANOS, failure));
			return null;
		}
		return truth(failure, attempt.uncertain);
	}

	private static boolean isWorthTrying(RuntimeException failure, boolean uncertain) {
		return failure instanceof OutcomeUnknownException || failure instanceof NotLeaderException
				|| (uncertain && failure instanceof RaftBusyException);
	}

	private static RuntimeException truth(RuntimeException failure, boolean uncertain) {
		boolean claimsNoEffect = failure instanceof NotLeaderException || failure instanceof RaftBusyException
				|| failure instanceof RaftStoppedException || failure instanceof CommandRejectedException
				|| failure instanceof MachineNotReadyException || failure instanceof RestoreInProgressException;
		return (uncertain && claimsNoEffect)
				? new OutcomeUnknownException(
						"An earlier attempt may have been committed; the last one ended with: " + failure.getMessage())
				: failure;
	}

	/** Gives out those whose time has come. */
	void advance(long nowNanos, Consumer<Proposal> again) {
		Waiting first = this.waiting.peek();
		while (first != null && first.dueNanos() - nowNanos <= 0) {
			this.waiting.remove();
			again.accept(first.attempt());
			first = this.waiting.peek();
		}
	}

	/** How long the loop may wait before it has to look again. */
	long waitNanos(long nowNanos) {
		Waiting first = this.waiting.peek();
		return (first != null) ? Math.max(1L, first.dueNanos() - nowNanos) : Long.MAX_VALUE;
	}

	/** Ends those that waited here until their time was over. */
	void expire(long nowNanos, Completions completions) {
		for (Iterator<Waiting> iterator = this.waiting.iterator(); iterator.hasNext();) {
			Waiting next = iterator.next();
			if (next.attempt().isOver()) {
				iterator.remove();
			}
			else if (next.attempt().deadlineNanos - nowNanos <= 0) {
				iterator.remove();
				completions.fail(next.attempt(), next.failure());
			}
		}
	}

	/** Nothing is tried again from here on; ends what waits. */
	void close(Completions completions, RuntimeException notAppended) {
		this.closed = true;
		this.waiting.forEach((next) -> completions.fail(next.attempt(), notAppended));
		this.waiting.clear();
	}

	/**
	 * An attempt to come.
	 *
	 * @param attempt the attempt
	 * @param dueNanos when
	 * @param failure how the last one ended
	 */
	private record Waiting(Proposal attempt, long dueNanos, RuntimeException failure) {
	}

}
