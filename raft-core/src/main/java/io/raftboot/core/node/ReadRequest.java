package io.raftboot.core.node;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/** A read that waits for its index: the caller's future and the link of the inbox. */
final class ReadRequest extends CompletableFuture<Long> implements MpscQueue.Link {

	final Consistency consistency;

	final long deadlineNanos;

	/** Run on the applier once the index is applied, null for a plain barrier. */
	final @Nullable Runnable query;

	/** Index it waits for once the protocol has told it. */
	long index;

	private volatile MpscQueue.@Nullable Link next;

	ReadRequest(Consistency consistency, long deadlineNanos, @Nullable Runnable query) {
		this.consistency = consistency;
		this.deadlineNanos = deadlineNanos;
		this.query = query;
	}

	/** Runs the query, which completes the caller's future itself, on the applier. */
	void runQuery(long appliedIndex) {
		if (this.query != null && !isDone()) {
			this.query.run();
		}
		complete(appliedIndex);
	}

	@Override
	public MpscQueue.@Nullable Link next() {
		return this.next;
	}

	@Override
	public void next(MpscQueue.@Nullable Link next) {
		this.next = next;
	}

}
