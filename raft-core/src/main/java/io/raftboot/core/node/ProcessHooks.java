package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

import io.raftboot.core.statemachine.CommandRejectedException;

/**
 * Calls the process hook for commands that reached the leader without it: forwarded ones,
 * and those that met a change of leaders. On a small bounded executor, since the hook is
 * user code.
 */
final class ProcessHooks {

	private static final int THREADS = 2;

	private final ThreadPoolExecutor executor;

	private final Inbox inbox;

	private final ForwardIntake forwardIntake;

	private final Completions completions;

	ProcessHooks(String threadName, int queueMax, Inbox inbox, ForwardIntake forwardIntake, Completions completions) {
		this.inbox = inbox;
		this.completions = completions;
		this.forwardIntake = forwardIntake;
		this.executor = OnDemandThreads.executor(threadName, THREADS, queueMax);
	}

	/** Processes the command elsewhere; it comes back through the inbox. Loop thread. */
	void process(Proposal proposal) {
		try {
			this.executor.execute(() -> run(proposal));
		}
		catch (RejectedExecutionException ex) {
			end(proposal, new RaftBusyException("Too many commands wait for the process hook"));
		}
	}

	private void run(Proposal proposal) {
		try {
			proposal.processed = apply(proposal.machine, proposal.command);
			this.inbox.offer(proposal);
		}
		catch (RuntimeException ex) {
			RuntimeException failure = rejection(ex);
			this.inbox.execute(() -> end(proposal, failure));
		}
	}

	/** The hook, on whatever thread calls this. */
	static ByteBuffer apply(Machine machine, ByteBuffer command) {
		if (machine.processor == null) {
			return command;
		}
		return machine.processor.process(command.asReadOnlyBuffer());
	}

	/**
	 * What the caller is told of an exception out of the hook: it surely proposed
	 * nothing.
	 */
	static RuntimeException rejection(RuntimeException failure) {
		if (failure instanceof CommandRejectedException) {
			return failure;
		}
		CommandRejectedException rejected = new CommandRejectedException(
				"The process hook failed with " + failure.getClass().getName() + ": " + failure.getMessage());
		rejected.initCause(failure);
		return rejected;
	}

	private void end(Proposal proposal, RuntimeException failure) {
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
