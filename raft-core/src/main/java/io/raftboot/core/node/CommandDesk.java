package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

import io.raftboot.core.model.CommandKey;
import org.jspecify.annotations.Nullable;

/**
 * Where commands of this node's callers come in: what can be refused at once is, the rest
 * goes to the loop. For any thread.
 */
final class CommandDesk {

	private final RaftNodeOptions options;

	private final Machines machines;

	private final PendingLimits limits;

	private final NodeClock clock;

	private final Supplier<@Nullable NodeParts> running;

	private final Supplier<RaftStoppedException> stopped;

	/**
	 * A desk that is open while the node runs.
	 * @param running the parts of the running node, null while it does not run
	 * @param stopped why it does not
	 */
	CommandDesk(RaftNodeOptions options, Machines machines, PendingLimits limits, NodeClock clock,
			Supplier<@Nullable NodeParts> running, Supplier<RaftStoppedException> stopped) {
		this.options = options;
		this.machines = machines;
		this.limits = limits;
		this.clock = clock;
		this.running = running;
		this.stopped = stopped;
	}

	/** One attempt. */
	CompletableFuture<Committed> propose(String machine, ByteBuffer command) {
		Machine target = this.machines.named(machine);
		NodeParts parts = this.running.get();
		RuntimeException refusal = refusal(parts, command.remaining(), Duration.ZERO);
		if (refusal != null) {
			return refused(refusal);
		}
		return offer(parts, Proposal.ofCaller(target, command, deadlineNanos(), this.limits)).future();
	}

	/**
	 * As many attempts as it takes.
	 * @param reader what the caller gets of the answer, null for the answer itself
	 */
	<R extends @Nullable Object> CompletableFuture<R> submit(String machine, ByteBuffer command, CommandOptions options,
			@Nullable Function<? super Committed, ? extends R> reader) {
		Machine target = this.machines.named(machine);
		ByteBuffer encodedKey = (options.key() != null) ? encode(options.key(), command) : null;
		NodeParts parts = this.running.get();
		RuntimeException refusal = refusal(parts, command.remaining(), options.roomWait());
		if (refusal != null) {
			return refused(refusal);
		}
		Proposal proposal = Proposal.once(target, command, deadlineNanos(), this.limits, encodedKey);
		proposal.commandVersion = options.version();
		if (reader != null) {
			proposal.readBy(reader);
		}
		return offer(parts, proposal).future();
	}

	private ByteBuffer encode(String key, ByteBuffer command) {
		CRC32C fingerprint = new CRC32C();
		fingerprint.update(command.duplicate());
		SessionOptions sessions = this.options.sessions();
		return new CommandKey(key, (int) fingerprint.getValue(), sessions.keysRemembered().toMillis(),
				sessions.keysMax())
			.encode();
	}

	/** Why a command of so many bytes is not taken; null if room for it was taken. */
	private @Nullable RuntimeException refusal(@Nullable NodeParts parts, int bytes, Duration roomWait) {
		if (parts == null) {
			return this.stopped.get();
		}
		if (bytes > this.options.commandBytesMax()) {
			return new CommandTooLargeException(bytes, this.options.commandBytesMax());
		}
		if (parts.storage.log().isDiskFull()) {
			return new RaftBusyException("The disk of this node is full");
		}
		try {
			if (roomWait.isZero() || NodeThread.isCurrent()) {
				this.limits.acquire(bytes); // who waited here would hold up the very room
			}
			else {
				this.limits.acquire(bytes, roomWait.toNanos());
			}
			return null;
		}
		catch (RaftBusyException | RaftStoppedException ex) {
			return ex;
		}
	}

	private <R extends @Nullable Object> CompletableFuture<R> refused(RuntimeException refusal) {
		CallMeter meter = this.limits.meter();
		if (meter != null) {
			meter.commandRefused(refusal);
		}
		return CompletableFuture.failedFuture(refusal);
	}

	private Proposal offer(NodeParts parts, Proposal proposal) {
		if (proposal.machine.processor != null && parts.status.leads() && !process(proposal)) {
			return proposal;
		}
		parts.inbox.offer(proposal);
		if (this.running.get() != parts) {
			// The loop may have ended before it saw this: whoever ends the call first
			// wins.
			proposal.completeExceptionally(this.stopped.get());
		}
		return proposal;
	}

	/** The process hook on the caller's thread; false if it refused. */
	private boolean process(Proposal proposal) {
		try {
			proposal.processed = ProcessHooks.apply(proposal.machine, proposal.command(),
					this.options.commandBytesMax());
			return true;
		}
		catch (Throwable ex) {
			proposal.completeExceptionally(ProcessHooks.rejection(ex));
			return false;
		}
	}

	private long deadlineNanos() {
		return this.clock.nanoTime() + this.options.proposalTimeout().toNanos();
	}

}
