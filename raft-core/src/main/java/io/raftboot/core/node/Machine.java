package io.raftboot.core.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.raftboot.core.model.CommandEnvelope;
import io.raftboot.core.session.Answer;
import io.raftboot.core.session.KeptAnswers;
import io.raftboot.core.statemachine.AnswerKeeper;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommandProcessor;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.FailureCode;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.statemachine.StateMachineFailedException;
import io.raftboot.core.transport.Hello;
import org.jspecify.annotations.Nullable;

/**
 * A state machine under its replicated name, and how it is given a command. The mutable
 * part belongs to the applier.
 */
final class Machine {

	final String name;

	final byte[] nameBytes;

	final StateMachine stateMachine;

	final @Nullable CommandProcessor processor;

	/** What the node says of it to others. */
	final Hello.Machine advertised;

	/**
	 * Highest version of commands that every member can apply, 0 while commands must not
	 * go into the log. The {@link MachineCatalogue}'s for the machines of users, for any
	 * thread to read; what is in no catalogue is never held back.
	 */
	volatile int commandVersion;

	/**
	 * Up to here the machine has the effects; entries up to there are not given to it.
	 */
	long appliedIndex;

	/** Whether an INIT or a command of this machine was applied: later INITs are void. */
	boolean initialised;

	boolean inBatch;

	private final @Nullable AnswerKeeper keeper;

	private final KeptAnswers kept = new KeptAnswers();

	Machine(String name, StateMachine stateMachine) {
		this(name, stateMachine, false);
		if (this.nameBytes.length == 0 || this.nameBytes.length > CommandEnvelope.MACHINE_NAME_BYTES_MAX) {
			throw new IllegalArgumentException("Name of state machine '" + name + "' must have 1 to "
					+ CommandEnvelope.MACHINE_NAME_BYTES_MAX + " bytes");
		}
	}

	private Machine(String name, StateMachine stateMachine, boolean engine) {
		this.name = name;
		this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
		this.stateMachine = stateMachine;
		this.processor = engine ? null : stateMachine.processor();
		this.advertised = new Hello.Machine(name, stateMachine.commandVersion());
		this.commandVersion = this.advertised.commandVersion();
		this.keeper = engine ? null : stateMachine.answerKeeper();
	}

	/** The receiver of the engine's own commands, which has no name. */
	static Machine ofEngine(StateMachine stateMachine) {
		return new Machine("", stateMachine, true);
	}

	/** Takes back the answers that the machine kept beside its effects. */
	void openKept() throws IOException {
		if (this.keeper != null) {
			this.kept.open(this.keeper.kept());
		}
	}

	/** What the machine kept of the answer to this command, null if nothing. */
	@Nullable Answer takeKept(long index) {
		return this.kept.take(index);
	}

	/** The same as {@link #apply} for a command that may come again. */
	@Nullable Object applyAndKeep(CommitContext context, ByteBuffer payload, @Nullable Proposal proposal) throws IOException {
		Object told = apply(context, payload, proposal);
		if (this.keeper != null) {
			this.kept.add(context.index(), context.term(), told);
		}
		return told;
	}

	/** What the machine makes of it: a result, which may be null, or a failure. */
	@Nullable Object apply(CommitContext context, ByteBuffer payload, @Nullable Proposal proposal) throws IOException {
		if (!this.inBatch) {
			this.stateMachine.beginBatch();
			this.inBatch = true;
		}
		Object told = commit(context, payload, proposal);
		this.appliedIndex = context.index();
		return told;
	}

	private @Nullable Object commit(CommitContext context, ByteBuffer payload, @Nullable Proposal proposal)
			throws IOException {
		this.stateMachine.savepoint();
		try {
			byte[] result = this.stateMachine.commit(context, CommandEnvelope.command(payload));
			if (proposal != null) {
				proposal.result = result;
			}
			return result;
		}
		catch (StateMachineFailedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			this.stateMachine.rollback();
			Answer.Failure failure = new Answer.Failure(ex.getClass().getName(), code(ex));
			if (proposal != null) {
				proposal.failure = new CommandFailedException(failure.type(), failure.code());
			}
			return failure;
		}
	}

	private static String code(RuntimeException failure) {
		String code = (failure instanceof FailureCode coded) ? coded.code() : null;
		if (code == null) {
			return "";
		}
		return (code.length() <= FailureCode.LENGTH_MAX) ? code : code.substring(0, FailureCode.LENGTH_MAX);
	}

	/**
	 * Ends a run, if there is one.
	 * @param obsoleteIndex answers kept up to here are in a snapshot
	 */
	void endBatch(long lastIndex, long obsoleteIndex) throws IOException {
		if (!this.inBatch) {
			return;
		}
		if (this.keeper != null) {
			byte[] answers = this.kept.encodeRun();
			if (answers != null) {
				this.keeper.keep(lastIndex, answers, obsoleteIndex);
			}
		}
		this.stateMachine.endBatch(lastIndex);
		this.inBatch = false;
	}

	int envelopeBytes(int payloadBytes) {
		return CommandEnvelope.byteSize(this.nameBytes, payloadBytes);
	}

}
