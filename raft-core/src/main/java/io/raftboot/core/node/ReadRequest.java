package io.raftboot.core.node;

import org.jspecify.annotations.Nullable;

/** A read that waits for its index. */
final class ReadRequest extends Call<Long> {

	final Consistency consistency;

	/** Run on the applier once the index is applied, null for a plain barrier. */
	final @Nullable Runnable query;

	/** Index it waits for, its caller's or once the protocol has told it. */
	long index;

	ReadRequest(Consistency consistency, long deadlineNanos, PendingLimits limits, @Nullable Runnable query) {
		super(deadlineNanos, limits, 0);
		this.consistency = consistency;
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
	void measure(CallMeter meter, @Nullable Throwable failure) {
		meter.readEnded(this.consistency, this.deadlineNanos, failure);
	}

}
