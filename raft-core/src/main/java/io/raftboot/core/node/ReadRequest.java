package io.raftboot.core.node;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** A read that waits for its index. */
final class ReadRequest extends Call<Long> {

	final Consistency consistency;

	/**
	 * Run on the applier once the index is applied; what it returns tells the caller.
	 * Null for a plain barrier.
	 */
	final @Nullable Supplier<Runnable> query;

	/** Index that its caller named, 0 for none. */
	long index;

	ReadRequest(Consistency consistency, long deadlineNanos, PendingLimits limits, @Nullable Supplier<Runnable> query) {
		super(deadlineNanos, limits, 0);
		this.consistency = consistency;
		this.query = query;
	}

	/** Runs the query; the caller is told when this has ended, and its room is free. */
	void runQuery(long appliedIndex) {
		Runnable answer = (this.query != null && !isDone()) ? this.query.get() : null;
		complete(appliedIndex);
		if (answer != null) {
			answer.run();
		}
	}

	@Override
	void measure(CallMeter meter, @Nullable Throwable failure) {
		meter.readEnded(this.consistency, this.deadlineNanos, failure);
	}

}
