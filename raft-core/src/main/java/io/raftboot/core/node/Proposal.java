package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way into the log: the caller's future, the link of the inbox, and the
 * place it got in the log, in one object.
 */
final class Proposal extends CompletableFuture<Committed> implements MpscQueue.Link {

	final Machine machine;

	/** What the caller gave; what a forward carries. */
	final ByteBuffer command;

	final long deadlineNanos;

	/** Where it counts while it waits; null for one forwarded from another node. */
	private final @Nullable PendingLimits limits;

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

	private final int commandBytes;

	private volatile MpscQueue.@Nullable Link next;

	private Proposal(Machine machine, ByteBuffer command, long deadlineNanos, @Nullable PendingLimits limits,
			@Nullable NodeId origin, long requestId) {
		this.machine = machine;
		this.command = command;
		this.commandBytes = command.remaining();
		this.deadlineNanos = deadlineNanos;
		this.limits = limits;
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

	@Override
	public boolean complete(Committed value) {
		return released(super.complete(value));
	}

	@Override
	public boolean completeExceptionally(Throwable failure) {
		return released(super.completeExceptionally(failure));
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean first = !isDone() && super.cancel(mayInterruptIfRunning);
		return released(first) || isCancelled();
	}

	private boolean released(boolean first) {
		if (first && this.limits != null) {
			this.limits.release(this.commandBytes);
		}
		return first;
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
