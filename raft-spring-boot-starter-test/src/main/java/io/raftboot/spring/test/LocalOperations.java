package io.raftboot.spring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.node.Consistency;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommandProcessor;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.FailureCode;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.statemachine.StateMachineFailedException;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.Receipt;
import io.raftboot.spring.ReplicatedMachine;
import org.jspecify.annotations.Nullable;

/** Applies commands on the spot, to a machine that no node feeds. */
final class LocalOperations implements RaftOperations {

	private final ReplicatedMachine machine;

	private final StateMachine fed;

	private final Map<String, CompletableFuture<?>> byKey = new HashMap<>();

	private long index;

	private long timeMillis;

	/**
	 * Makes them.
	 * @param machine writes commands and reads results
	 * @param fed gets the commands
	 */
	LocalOperations(ReplicatedMachine machine, StateMachine fed) {
		this.machine = machine;
		this.fed = fed;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <R extends @Nullable Object> R submitAndWait(Object command) {
		ByteBuffer bytes = ByteBuffer.wrap(this.machine.commandCodec().encode(command));
		CommandProcessor processor = this.fed.processor();
		if (processor != null) {
			bytes = processor.process(bytes.asReadOnlyBuffer());
		}
		return (R) this.machine.decodeResult(command, commit(bytes));
	}

	private byte @Nullable [] commit(ByteBuffer command) {
		this.index++;
		this.timeMillis = Math.max(this.timeMillis, System.currentTimeMillis());
		try {
			this.fed.beginBatch();
			try {
				return commit(new Place(this.index, 1L, this.timeMillis), command);
			}
			finally {
				this.fed.endBatch(this.index);
			}
		}
		catch (StateMachineFailedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new CommandFailedException(ex.getClass().getName(),
					(ex instanceof FailureCode coded) ? coded.code() : "");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private byte @Nullable [] commit(Place place, ByteBuffer command) throws IOException {
		this.fed.savepoint();
		try {
			return this.fed.commit(place, command);
		}
		catch (StateMachineFailedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			this.fed.rollback();
			throw ex;
		}
	}

	@Override
	public <R extends @Nullable Object> R submitAndWait(Object command, Duration timeout) {
		return submitAndWait(command);
	}

	@Override
	public <R extends @Nullable Object> CompletableFuture<R> submit(Object command) {
		try {
			return CompletableFuture.completedFuture(this.<R>submitAndWait(command));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public <R extends @Nullable Object> CompletableFuture<R> submit(Object command, String key) {
		CompletableFuture<?> known = this.byKey.get(key);
		if (known == null) {
			known = submit(command);
			this.byKey.put(key, known);
		}
		return (CompletableFuture<R>) known;
	}

	@Override
	public <R extends @Nullable Object> CompletableFuture<Receipt<R>> submitForReceipt(Object command) {
		return this.<R>submit(command).thenApply((result) -> new Receipt<>(result, this.index));
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> query(Consistency consistency, Callable<T> query) {
		try {
			return CompletableFuture.completedFuture(query.call());
		}
		catch (Exception ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> queryAfter(long index, Callable<T> query) {
		return query(Consistency.LOCAL, query);
	}

	@Override
	public <T extends @Nullable Object> T queryAndWait(Consistency consistency, Callable<T> query) {
		try {
			return query.call();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

	@Override
	public <T extends @Nullable Object> T queryAndWait(Consistency consistency, Callable<T> query, Duration timeout) {
		return queryAndWait(consistency, query);
	}

	@Override
	public RaftOperations on(String machineName) {
		if (!machineName.equals(this.machine.name())) {
			throw new IllegalArgumentException(
					"There is no state machine '" + machineName + "', only " + this.machine.name());
		}
		return this;
	}

	@Override
	public RaftOperations waitingForRoom(Duration roomWait) {
		return this;
	}

	/**
	 * Where a command would stand in the log.
	 *
	 * @param index counted from 1
	 * @param term always 1
	 * @param timeMillis never goes back
	 */
	private record Place(long index, long term, long timeMillis) implements CommitContext {
	}

}
