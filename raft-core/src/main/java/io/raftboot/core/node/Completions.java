package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * Ends calls that failed, on a thread of their own: what callers chained to their futures
 * must run neither on the loop nor behind a state machine that is stuck.
 */
final class Completions {

	private final ExecutorService executor;

	private final Retries retries;

	private final List<CompletableFuture<?>> failed = new ArrayList<>();

	private RuntimeException failure = new RaftStoppedException("");

	Completions(ExecutorService executor, Retries retries) {
		this.executor = executor;
		this.retries = retries;
	}

	/**
	 * Ends this attempt with a failure, and its call, unless the command is tried again.
	 * Loop thread.
	 */
	void fail(Proposal attempt, RuntimeException failure) {
		RuntimeException end = this.retries.failed(attempt, failure);
		if (end != null) {
			fail((CompletableFuture<?>) attempt, end);
		}
	}

	/**
	 * Fails this call; several of the same failure in a row make one task. Loop thread.
	 */
	void fail(CompletableFuture<?> future, RuntimeException failure) {
		if (this.failure != failure) {
			flush();
			this.failure = failure;
		}
		this.failed.add(future);
	}

	/** Ends this call well, on the thread of its own. Loop thread. */
	<T> void complete(CompletableFuture<T> future, T value) {
		this.executor.execute(() -> future.complete(value));
	}

	/** Lets the failed calls end. Loop thread. */
	void flush() {
		if (this.failed.isEmpty()) {
			return;
		}
		List<CompletableFuture<?>> futures = List.copyOf(this.failed);
		RuntimeException reason = this.failure;
		this.failed.clear();
		this.executor.execute(() -> futures.forEach((future) -> future.completeExceptionally(reason)));
	}

	/** Ends what is waiting, then the thread; for the thread that closes the node. */
	void close() {
		flush();
		this.executor.shutdown();
	}

}
