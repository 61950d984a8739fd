package io.raftboot.core.node;

import java.nio.ByteBuffer;

import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way into the log, and the place it got there.
 */
final class Proposal extends Call<Committed> {

	final Machine machine;

	/** What the caller gave; what a forward carries. */
	final ByteBuffer command;

	/** Node it was forwarded from, null for a caller of this node. */
	final @Nullable NodeId origin;

	/** Its number at the origin, or on its way from here to the leader. */
	long requestId;

	/** What the process hook made of it; null while the hook has not seen it. */
	@Nullable ByteBuffer processed;

	long index;

	long term;

	/** What the applier has to tell once the batch has ended. */
	byte @Nullable [] result;

	@Nullable RuntimeException failure;

	/** Set when it was told that its time is over: nobody tells it twice. */
	boolean expired;

	private Proposal(Machine machine, ByteBuffer command, long deadlineNanos, @Nullable PendingLimits limits,
			@Nullable NodeId origin, long requestId) {
		super(deadlineNanos, limits, command.remaining());
		this.machine = machine;
		this.command = command;
		this.origin = origin;
		this.requestId = requestId;
	}

	/** A call of this node, for which room was taken in these limits. */
	static Proposal ofCaller(Machine machine, ByteBuffer command, long deadlineNanos, PendingLimits limits) {
		return new Proposal(machine, command, deadlineNanos, limits, null, 0L);
	}

	static Proposal forwarded(Machine machine, ByteBuffer command, long deadlineNanos, NodeId origin, long requestId) {
		return new Proposal(machine, command, deadlineNanos, null, origin, requestId);
	}

	/** Whether it may go into the log of a leader as it is. */
	boolean isReady() {
		return this.processed != null || this.machine.processor == null;
	}

	/** What goes into the log. */
	ByteBuffer payload() {
		return (this.processed != null) ? this.processed : this.command;
	}

	void appendedAt(long term, long index) {
		this.term = term;
		this.index = index;
	}

	/** Ends the call with what the state machine made of it; on the applier. */
	void answer() {
		if (this.failure != null) {
			completeExceptionally(this.failure);
		}
		else {
			complete(new Committed(this.index, this.term, this.result));
		}
	}

}
