package io.raftboot.core.node;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** Where reads of this node's callers come in. For any thread. */
final class ReadDesk {

	private final PendingLimits limits;

	private final long timeoutNanos;

	private final NodeClock clock;

	private final Supplier<@Nullable NodeParts> running;

	private final Supplier<RaftStoppedException> stopped;

	/**
	 * A desk that is open while the node runs.
	 * @param running the parts of the running node, null while it does not run
	 * @param stopped why it does not
	 */
	ReadDesk(RaftNodeOptions options, NodeEnvironment environment, Supplier<@Nullable NodeParts> running,
			Supplier<RaftStoppedException> stopped) {
		this.limits = new PendingLimits("reads", options.pendingProposalsMax(), Long.MAX_VALUE,
				CallMeter.of(environment, options));
		this.timeoutNanos = options.proposalTimeout().toNanos();
		this.clock = environment.clock();
		this.running = running;
		this.stopped = stopped;
	}

	/** Takes no more reads; completes when those that were taken have ended. */
	CompletableFuture<Void> drain() {
		return this.limits.drain();
	}

	/** Takes reads again. */
	void open() {
		this.limits.open();
	}

	/** Completes when a read may be answered from a state that has this entry. */
	CompletableFuture<Long> read(Consistency consistency, long index) {
		return offer(consistency, index, null);
	}

	/** Runs the query on the applier then. */
	<T> CompletableFuture<T> query(Consistency consistency, long index, Callable<T> query) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		offer(consistency, index, () -> run(query, answer)).whenComplete((applied, failure) -> {
			if (failure != null) {
				answer.completeExceptionally(failure);
			}
		});
		return answer;
	}

	private static <T> Runnable run(Callable<T> query, CompletableFuture<T> answer) {
		try {
			T value = query.call();
			return () -> answer.complete(value);
		}
		catch (Throwable ex) {
			// An error, too, is the caller's: a read has changed nothing here.
			return () -> answer.completeExceptionally(ex);
		}
	}

	private CompletableFuture<Long> offer(Consistency consistency, long index, @Nullable Supplier<Runnable> query) {
		NodeParts parts = this.running.get();
		if (parts == null) {
			return refused(consistency, this.stopped.get());
		}
		try {
			this.limits.acquire(0);
		}
		catch (RaftBusyException | RaftStoppedException ex) {
			return refused(consistency, ex);
		}
		ReadRequest request = new ReadRequest(consistency, this.clock.nanoTime() + this.timeoutNanos, this.limits,
				query);
		request.index = index;
		parts.inbox.offer(request);
		if (this.running.get() != parts) {
			// The loop may have ended before it saw this: whoever ends the call first
			// wins.
			request.completeExceptionally(this.stopped.get());
		}
		return request;
	}

	private CompletableFuture<Long> refused(Consistency consistency, RuntimeException refusal) {
		CallMeter meter = this.limits.meter();
		if (meter != null) {
			meter.readRefused(consistency, refusal);
		}
		return CompletableFuture.failedFuture(refusal);
	}

}
