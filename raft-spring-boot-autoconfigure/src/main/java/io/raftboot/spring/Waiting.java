package io.raftboot.spring;

import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftException;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftTimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for futures of the node and throws how they failed, without wrappers. */
final class Waiting {

	private Waiting() {
	}

	static <T extends @Nullable Object> T forCommand(CompletableFuture<T> future, @Nullable Duration timeout) {
		try {
			return get(future, timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OutcomeUnknownException("Interrupted while waiting for the end of a command");
		}
	}

	static <T extends @Nullable Object> T forQuery(CompletableFuture<T> future, @Nullable Duration timeout) {
		try {
			return get(future, timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RaftException("Interrupted while waiting for the answer of a query", ex);
		}
	}

	private static <T extends @Nullable Object> T get(CompletableFuture<T> future, @Nullable Duration timeout)
			throws InterruptedException {
		try {
			return (timeout != null) ? future.get(timeout.toNanos(), TimeUnit.NANOSECONDS) : future.get();
		}
		catch (ExecutionException ex) {
			throw unchecked(unwrap(ex));
		}
		catch (TimeoutException ex) {
			throw new RaftTimeoutException("No answer within the " + timeout + " the caller wanted to wait");
		}
	}

	/**
	 * Refuses to wait on a thread of the node itself.
	 * @throws IllegalStateException if this is one
	 */
	static void checkThread() {
		if (RaftNode.isOwnThread()) {
			throw new IllegalStateException("This thread of the Raft node runs commits, queries and what is chained to "
					+ "futures: it would wait for itself. Use the forms that return a future, or another thread");
		}
	}

	/** What really happened. */
	static Throwable unwrap(Throwable failure) {
		Throwable result = failure;
		while ((result instanceof CompletionException || result instanceof ExecutionException)
				&& result.getCause() != null) {
			result = result.getCause();
		}
		return result;
	}

	static RuntimeException unchecked(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof RuntimeException runtime) ? runtime : new UndeclaredThrowableException(failure);
	}

}
