package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.raftboot.core.statemachine.CommandRejectedException;

/**
 * Calls the process hook for commands that reached the leader without it: forwarded ones,
 * and those that met a change of leaders. On a small bounded executor, since the hook is
 * user code. Every command that is handed out is known here until it comes back, so that
 * a hook that hangs leaves no caller without an answer. Loop thread only, but for the
 * hook.
 */
final class ProcessHooks {

	static final int THREADS = 2;

	private final ExecutorService executor;

	private final int commandBytesMax;

	private final Inbox inbox;

	private final ForwardIntake forwardIntake;

	private final Completions completions;

	private final Set<Proposal> handedOut = new LinkedHashSet<>();

	ProcessHooks(ExecutorService executor, int commandBytesMax, Inbox inbox, ForwardIntake forwardIntake,
			Completions completions) {
		this.commandBytesMax = commandBytesMax;
		this.inbox = inbox;
		this.completions = completions;
		this.forwardIntake = forwardIntake;
		this.executor = executor;
	}

	/** Processes the command elsewhere and gives it back on the loop. */
	void process(Proposal proposal, Consumer<Proposal> processed) {
		this.handedOut.add(proposal);
		try {
			this.executor.execute(() -> run(proposal, processed));
		}
		catch (RejectedExecutionException ex) {
			end(proposal, new RaftBusyException("Too many commands wait for the process hook"));
		}
	}

	/** On the executor. */
	private void run(Proposal proposal, Consumer<Proposal> processed) {
		try {
			ByteBuffer result = apply(proposal.machine, proposal.command(), this.commandBytesMax);
			this.inbox.execute(() -> {
				if (this.handedOut.remove(proposal)) {
					proposal.processed = result;
					processed.accept(proposal);
				}
			});
		}
		catch (Throwable ex) {
			RuntimeException failure = rejection(ex);
			this.inbox.execute(() -> end(proposal, failure));
		}
	}

	/**
	 * The hook, on whatever thread calls this.
	 * @throws CommandRejectedException if what it returns is no command within the limit
	 */
	static ByteBuffer apply(Machine machine, ByteBuffer command, int commandBytesMax) {
		if (machine.processor == null) {
			return command;
		}
		ByteBuffer result = machine.processor.process(command.asReadOnlyBuffer());
		if (result == null) {
			throw new CommandRejectedException("The process hook returned null");
		}
		if (result.remaining() > commandBytesMax) {
			throw new CommandRejectedException("The process hook returned " + result.remaining() + " bytes; at most "
					+ commandBytesMax + " are allowed");
		}
		return result.duplicate();
	}

	/**
	 * What the caller is told of an exception or error out of the hook: it surely
	 * proposed nothing.
	 */
	static RuntimeException rejection(Throwable failure) {
		if (failure instanceof CommandRejectedException rejected) {
			return rejected;
		}
		CommandRejectedException rejected = new CommandRejectedException(
				"The process hook failed with " + failure.getClass().getName() + ": " + failure.getMessage());
		rejected.initCause(failure);
		return rejected;
	}

	/** Ends commands whose hook takes too long; what it makes of them is ignored then. */
	void expire(long nowNanos) {
		if (this.handedOut.isEmpty()) {
			return;
		}
		RaftBusyException failure = new RaftBusyException("The process hook took too long; nothing was proposed");
		for (Iterator<Proposal> iterator = this.handedOut.iterator(); iterator.hasNext();) {
			Proposal proposal = iterator.next();
			if (proposal.deadlineNanos - nowNanos <= 0) {
				iterator.remove();
				tell(proposal, failure);
			}
		}
	}

	/** Ends all that are handed out; they were never appended. */
	void failAll(RuntimeException failure) {
		this.handedOut.forEach((proposal) -> tell(proposal, failure));
		this.handedOut.clear();
	}

	private void end(Proposal proposal, RuntimeException failure) {
		if (this.handedOut.remove(proposal)) {
			tell(proposal, failure);
		}
	}

	private void tell(Proposal proposal, RuntimeException failure) {
		if (proposal.origin == null) {
			this.completions.fail(proposal, failure);
		}
		else if (failure instanceof RaftBusyException) {
			this.forwardIntake.busy(proposal, failure.getMessage());
		}
		else {
			this.forwardIntake.reject(proposal, failure.getMessage());
		}
	}

	void close() {
		this.executor.shutdownNow();
	}

}
