package io.raftboot.actuate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.raftboot.actuate.RaftAnswer.Outcome;
import io.raftboot.actuate.RaftAnswer.Verification;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.node.RaftTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How an order ended.
 *
 * @param outcome what became of it
 * @param message why not, or what is still to come
 * @param index log index of what came of it, null without one
 * @param verification what a verification found
 */
public record RaftOutcome(Outcome outcome, @Nullable String message, @Nullable Long index,
		@Nullable Verification verification) {

	static RaftOutcome of(Outcome outcome, @Nullable String message) {
		return new RaftOutcome(outcome, message, null, null);
	}

	/** Waits for the end, and calls a running order running when the time is over. */
	static RaftOutcome of(CompletableFuture<Long> call, long timeoutMillis) {
		try {
			Long index = call.get(timeoutMillis, TimeUnit.MILLISECONDS);
			return new RaftOutcome(Outcome.DONE, null, (index > 0L) ? index : null, null);
		}
		catch (TimeoutException ex) {
			return of(Outcome.RUNNING, "Not at its end after " + timeoutMillis + " ms; it goes on");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return of(Outcome.RUNNING, "This node does not wait for the end any more");
		}
		catch (ExecutionException ex) {
			return of(ex.getCause());
		}
	}

	/** Which failures leave it open whether anything was done is the engine's word. */
	private static RaftOutcome of(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof IllegalArgumentException) {
			return of(Outcome.BAD_PARAMETER, cause.getMessage());
		}
		if (cause instanceof NotLeaderException || cause instanceof RaftStoppedException) {
			return of(Outcome.NO_LEADER, cause.getMessage());
		}
		if (cause instanceof OutcomeUnknownException || cause instanceof RaftTimeoutException) {
			return of(Outcome.OUTCOME_UNKNOWN, cause.getMessage());
		}
		return of(Outcome.REFUSED, message(cause));
	}

	private static String message(Throwable failure) {
		Throwable cause = failure.getCause();
		return (cause != null) ? failure.getMessage() + ": " + cause.getMessage()
				: String.valueOf(failure.getMessage());
	}

	boolean isDone() {
		return this.outcome == Outcome.DONE;
	}

}
