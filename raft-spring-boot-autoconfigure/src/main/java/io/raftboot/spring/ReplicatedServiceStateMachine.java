package io.raftboot.spring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

import io.raftboot.core.statemachine.AnswerKeeper;
import io.raftboot.core.statemachine.CommandProcessor;
import io.raftboot.core.statemachine.CommandRejectedException;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.statemachine.StateMachineFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a {@link ReplicatedService} with what the engine commits: turns bytes into
 * commands and results into bytes, and failures of this node alone into
 * {@link StateMachineFailedException}.
 */
final class ReplicatedServiceStateMachine implements StateMachine {

	private final ReplicatedService<Object, @Nullable Object> service;

	private final String name;

	private final boolean concurrent;

	private final boolean processing;

	private final int commandVersion;

	private final PayloadCodec commandCodec;

	/** For the applier, which reads one command at a time. */
	private final ScratchBytes scratch = ScratchBytes.ofOwner();

	private final PayloadCodec resultCodec;

	@SuppressWarnings("unchecked")
	ReplicatedServiceStateMachine(String name, ReplicatedService<?, ?> service, boolean concurrent, boolean processing,
			int commandVersion, PayloadCodec commandCodec, PayloadCodec resultCodec) {
		this.name = name;
		this.service = (ReplicatedService<Object, @Nullable Object>) service;
		this.concurrent = concurrent;
		this.processing = processing;
		this.commandVersion = commandVersion;
		this.commandCodec = commandCodec;
		this.resultCodec = resultCodec;
	}

	@Override
	public byte @Nullable [] commit(CommitContext context, ByteBuffer command) {
		Object decoded = decode(context, command);
		try {
			Object result = this.service.commit(decoded, context);
			return (result != null) ? this.resultCodec.encode(result) : null;
		}
		catch (RuntimeException ex) {
			if (NodeLocalFailures.includes(ex)) {
				throw failed("failed at the command at index " + context.index(), ex);
			}
			throw ex;
		}
	}

	@Override
	public int commandVersion() {
		return this.commandVersion;
	}

	@Override
	public void savepoint() {
		try {
			this.service.savepoint();
		}
		catch (RuntimeException ex) {
			throw failed("failed to set a savepoint", ex);
		}
	}

	@Override
	public void rollback() {
		try {
			this.service.rollback();
		}
		catch (RuntimeException ex) {
			throw failed("failed to take back a command", ex);
		}
	}

	@Override
	public @Nullable AnswerKeeper answerKeeper() {
		AnswerKeeper keeper = this.service.answerKeeper();
		return (keeper != null) ? new CheckedAnswerKeeper(keeper) : null;
	}

	private Object decode(CommitContext context, ByteBuffer command) {
		try {
			return notNull((this.commandCodec instanceof ScratchCodec codec) ? codec.decode(command, this.scratch)
					: this.commandCodec.decode(command));
		}
		catch (UnknownCommandException ex) {
			throw failed("cannot apply the command at index " + context.index() + ": " + ex.getMessage(), ex);
		}
		catch (RuntimeException ex) {
			throw failed("cannot read the command at index " + context.index() + " (written by another version?)", ex);
		}
	}

	private static Object notNull(@Nullable Object decoded) {
		if (decoded == null) {
			throw new IllegalArgumentException("The command is null");
		}
		return decoded;
	}

	@Override
	public @Nullable CommandProcessor processor() {
		return this.processing ? this::process : null;
	}

	private ByteBuffer process(ByteBuffer command) {
		try {
			Object processed = this.service.process(notNull(this.commandCodec.decode(command)));
			if (processed == null) {
				throw new CommandRejectedException("State machine '" + this.name + "' made null of the command");
			}
			return ByteBuffer.wrap(this.commandCodec.encode(processed));
		}
		catch (CommandRejectedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			CommandRejectedException rejected = new CommandRejectedException(
					"State machine '" + this.name + "' failed to process the command: " + ex);
			rejected.initCause(ex);
			throw rejected;
		}
	}

	@Override
	public void beginBatch() {
		try {
			this.service.beginBatch();
		}
		catch (RuntimeException ex) {
			throw failed("failed to begin a batch", ex);
		}
	}

	@Override
	public void endBatch(long lastIndex) {
		try {
			this.service.endBatch(lastIndex);
		}
		catch (RuntimeException ex) {
			throw failed("failed to end the batch up to index " + lastIndex, ex);
		}
	}

	@Override
	public long appliedIndex() {
		return this.service.appliedIndex();
	}

	@Override
	public @Nullable Snapshot init() throws IOException {
		try {
			return this.service.init();
		}
		catch (RuntimeException ex) {
			throw failed("failed to give its initial state", ex);
		}
	}

	@Override
	public Snapshot snapshot() throws IOException {
		return this.service.snapshot();
	}

	@Override
	public void reset(long index, InputStream source) throws IOException {
		try {
			this.service.reset(index, source);
		}
		catch (RuntimeException ex) {
			throw failed("failed to take over the state of index " + index, ex);
		}
	}

	@Override
	public void makeDurable(long index) throws IOException {
		this.service.makeDurable(index);
	}

	@Override
	public @Nullable Long digest() {
		try {
			return this.service.digest();
		}
		catch (RuntimeException ex) {
			if (NodeLocalFailures.includes(ex)) {
				throw failed("failed to give a digest of its state", ex);
			}
			throw ex;
		}
	}

	@Override
	public boolean concurrentQueries() {
		return this.concurrent;
	}

	private StateMachineFailedException failed(String what, RuntimeException cause) {
		if (cause instanceof StateMachineFailedException failure) {
			return failure;
		}
		return new StateMachineFailedException("State machine '" + this.name + "' " + what, cause);
	}

	/** What fails there is a failure of this node alone. */
	private final class CheckedAnswerKeeper implements AnswerKeeper {

		private final AnswerKeeper keeper;

		CheckedAnswerKeeper(AnswerKeeper keeper) {
			this.keeper = keeper;
		}

		@Override
		public void keep(long lastIndex, byte[] answers, long obsoleteIndex) throws IOException {
			try {
				this.keeper.keep(lastIndex, answers, obsoleteIndex);
			}
			catch (RuntimeException ex) {
				throw failed("failed to keep its answers up to index " + lastIndex, ex);
			}
		}

		@Override
		public List<byte[]> kept() throws IOException {
			return this.keeper.kept();
		}

	}

}
