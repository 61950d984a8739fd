package io.raftboot.core.node;

import io.raftboot.core.model.AdminRequest.Operation;
import org.jspecify.annotations.Nullable;

/** Measures the calls of a node's callers from the call to its end. For any thread. */
final class CallMeter {

	private final NodeMeter meter;

	private final NodeClock clock;

	/** What a call had from its beginning to its deadline. */
	private final long timeoutNanos;

	private CallMeter(NodeMeter meter, NodeClock clock, long timeoutNanos) {
		this.meter = meter;
		this.clock = clock;
		this.timeoutNanos = timeoutNanos;
	}

	/** Null if nothing is measured there. */
	static @Nullable CallMeter of(NodeEnvironment environment, RaftNodeOptions options) {
		NodeMeter meter = environment.meter();
		return (meter != null) ? new CallMeter(meter, environment.clock(), options.proposalTimeout().toNanos()) : null;
	}

	void commandEnded(long deadlineNanos, @Nullable Throwable failure) {
		this.meter.commandEnded(CallOutcome.of(failure), sinceCall(deadlineNanos));
	}

	void commandRefused(RuntimeException refusal) {
		this.meter.commandEnded(CallOutcome.of(refusal), 0L);
	}

	void readEnded(Consistency consistency, long deadlineNanos, @Nullable Throwable failure) {
		this.meter.readEnded(consistency, CallOutcome.of(failure), sinceCall(deadlineNanos));
	}

	void readRefused(Consistency consistency, RuntimeException refusal) {
		this.meter.readEnded(consistency, CallOutcome.of(refusal), 0L);
	}

	/** Tells the end of this order if it hands leadership over; null tells nobody. */
	static void watch(@Nullable CallMeter meter, AdminCall call) {
		if (meter != null && call.order.operation() == Operation.TRANSFER) {
			call.whenComplete((index, failure) -> meter.meter.transferEnded(CallOutcome.of(failure)));
		}
	}

	private long sinceCall(long deadlineNanos) {
		return this.clock.nanoTime() - deadlineNanos + this.timeoutNanos;
	}

}
