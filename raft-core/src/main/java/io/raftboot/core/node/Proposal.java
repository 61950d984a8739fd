package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.raftboot.core.model.CommandEnvelope;
import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way into the log, and the place it got there. Ends with what its
 * caller's reader makes of the answer, with a {@link Committed} if there is none.
 */
final class Proposal extends Call<@Nullable Object> {

	final Machine machine;

	/** Where what the caller gave lies: an array, or a view of what has none. */
	private final Object source;

	/** Where it begins in the array. */
	private final int sourceOffset;

	/** The caller's key for it as it is encoded, null for none. */
	final @Nullable ByteBuffer key;

	/** Node it was forwarded from, null for a caller of this node. */
	final @Nullable NodeId origin;

	/** Which version of its machine's commands it is one of. */
	int commandVersion = 1;

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

	/** The session it is numbered in, 0 while it is in none. */
	long session;

	/** Its number there. */
	long sequence;

	/** The one with the next number, as far as it is known; {@link NodeSession}'s. */
	@Nullable Proposal nextUnanswered;

	/** As the origin said, for a command of another node. */
	long lowestUnanswered;

	/** Whether an earlier attempt may be in the log. */
	boolean uncertain;

	/** Whether another attempt has taken its place; what fails it does not count. */
	boolean superseded;

	/** What the caller waits for: this, or the first attempt at the same command. */
	private final Proposal caller;

	private final boolean numbered;

	/** Null for the answer as it is; the caller's. */
	private @Nullable Function<? super Committed, ?> reader;

	private Proposal(Machine machine, ByteBuffer command, long deadlineNanos, @Nullable PendingLimits limits,
			@Nullable NodeId origin, @Nullable ByteBuffer key, boolean numbered, @Nullable Proposal caller) {
		super(deadlineNanos, limits, command.remaining());
		this.machine = machine;
		this.source = command.hasArray() ? command.array() : command;
		this.sourceOffset = command.hasArray() ? command.arrayOffset() + command.position() : 0;
		this.origin = origin;
		this.key = key;
		this.numbered = numbered;
		this.caller = (caller != null) ? caller : this;
	}

	/**
	 * A call of this node, for which room was taken in these limits: one attempt. The
	 * caller may move the buffer's position, but not change its bytes.
	 */
	static Proposal ofCaller(Machine machine, ByteBuffer command, long deadlineNanos, PendingLimits limits) {
		return new Proposal(machine, fixed(command), deadlineNanos, limits, null, null, false, null);
	}

	/**
	 * A call of this node that is tried again, and applied once, as {@link #ofCaller}.
	 * @param key the caller's key for it, null to number it in the node's session
	 */
	static Proposal once(Machine machine, ByteBuffer command, long deadlineNanos, PendingLimits limits,
			@Nullable ByteBuffer key) {
		return new Proposal(machine, fixed(command), deadlineNanos, limits, null, key, key == null, null);
	}

	/** Of an array only its part is kept, and nothing moves that. */
	private static ByteBuffer fixed(ByteBuffer command) {
		return command.hasArray() ? command : command.duplicate();
	}

	/** Has the caller get what this makes of the answer. */
	Proposal readBy(Function<? super Committed, ?> reader) {
		this.reader = reader;
		return this;
	}

	/** What the caller waits for: a {@link Committed}, or what the reader makes of it. */
	@SuppressWarnings("unchecked")
	<R extends @Nullable Object> CompletableFuture<R> future() {
		return (CompletableFuture<R>) this;
	}

	/** A command of the engine itself. */
	static Proposal ofEngine(Machine engine, ByteBuffer command, long deadlineNanos) {
		return new Proposal(engine, command, deadlineNanos, null, null, null, false, null);
	}

	/** A command that another node passed on. */
	static Proposal forwarded(Machine machine, ForwardRequest.Command command, long deadlineNanos, NodeId origin,
			long requestId) {
		Proposal proposal = new Proposal(machine, command.payload(), deadlineNanos, null, origin, command.key(), false,
				null);
		proposal.requestId = requestId;
		proposal.commandVersion = command.version();
		proposal.session = command.session();
		proposal.sequence = command.sequence();
		proposal.lowestUnanswered = command.lowestUnanswered();
		return proposal;
	}

	/** Another attempt at the same command, of the same number. */
	Proposal again() {
		Proposal next = new Proposal(this.machine, command(), this.deadlineNanos, null, null, this.key, this.numbered,
				this.caller);
		next.commandVersion = this.commandVersion;
		next.session = this.session;
		next.sequence = this.sequence;
		return next;
	}

	/** Another attempt, to be numbered in another session; none was applied before. */
	Proposal inAnotherSession() {
		Proposal next = again();
		next.session = 0L;
		next.sequence = 0L;
		return next;
	}

	/** Whether it is applied once however often it is tried. */
	boolean isRepeatable() {
		return this.origin == null && (this.numbered || this.key != null);
	}

	/** Whether it needs a number before it may go on. */
	boolean wantsNumber() {
		return this.numbered && this.sequence == 0L;
	}

	/** Whether nobody waits for it any more. */
	boolean isOver() {
		return this.caller.isDone();
	}

	@Override
	public boolean complete(@Nullable Object value) {
		return (this.caller != this) ? this.caller.complete(value) : super.complete(value);
	}

	@Override
	public boolean completeExceptionally(Throwable failure) {
		return (this.caller != this) ? this.caller.completeExceptionally(failure)
				: super.completeExceptionally(failure);
	}

	/** Whether every member can apply it. */
	boolean isApplicable() {
		return this.machine.commandVersion >= this.commandVersion;
	}

	@Override
	void measure(CallMeter meter, @Nullable Throwable failure) {
		meter.commandEnded(this.deadlineNanos, failure);
	}

	/** Whether it may go into the log of a leader as it is. */
	boolean isReady() {
		return this.processed != null || this.machine.processor == null;
	}

	/** What the caller gave; what a forward carries. */
	ByteBuffer command() {
		return (this.source instanceof byte[] array) ? ByteBuffer.wrap(array, this.sourceOffset, bytes())
				: (ByteBuffer) this.source;
	}

	/** Writes what goes into the log behind the rest of its envelope. */
	void writePayload(ByteBuffer target) {
		if (this.processed == null && this.source instanceof byte[] array) {
			target.put(array, this.sourceOffset, bytes());
		}
		else {
			ByteBuffer payload = (this.processed != null) ? this.processed : (ByteBuffer) this.source;
			CommandEnvelope.put(target, payload);
		}
	}

	/** Bytes of its envelope in the log. */
	int envelopeBytes() {
		int payloadBytes = (this.processed != null) ? this.processed.remaining() : bytes();
		return CommandEnvelope.byteSize(this.machine.nameBytes, this.session, this.key, payloadBytes);
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
			this.caller.tell(new Committed(this.index, this.term, this.result));
		}
	}

	private void tell(Committed committed) {
		if (isDone()) {
			return; // by another attempt, or nobody waits any more
		}
		Object read = committed;
		if (this.reader != null) {
			try {
				read = this.reader.apply(committed);
			}
			catch (Throwable ex) {
				release(null); // it took effect, and is measured as one that did
				completeExceptionally(ex);
				return;
			}
		}
		complete(read);
	}

}
