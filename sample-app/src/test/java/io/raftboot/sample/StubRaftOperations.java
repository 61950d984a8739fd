package io.raftboot.sample;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.node.Consistency;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the engine: applies each command at once, or ends each call with an
 * exception.
 */
class StubRaftOperations implements RaftOperations {

	private final KeyValueStateMachine machine;

	private @Nullable RuntimeException failure;

	private boolean silent;

	private long index;

	StubRaftOperations(KeyValueStateMachine machine) {
		this.machine = machine;
	}

	/** From now on every call ends like this; null applies commands again. */
	void failWith(@Nullable RuntimeException failure) {
		this.failure = failure;
	}

	/** From now on no call ends. */
	void beSilent(boolean silent) {
		this.silent = silent;
	}

	@Override
	@SuppressWarnings("unchecked")
	public synchronized <R> CompletableFuture<R> submit(Object command) {
		return call(() -> (R) apply((Command) command));
	}

	private Result apply(Command command) {
		this.index++;
		this.machine.beginBatch();
		Result result = this.machine.commit(command, new Context(this.index));
		this.machine.endBatch(this.index);
		return result;
	}

	@Override
	public synchronized <T> CompletableFuture<T> query(Consistency consistency, Callable<T> query) {
		return call(query);
	}

	private <T> CompletableFuture<T> call(Callable<T> work) {
		if (this.silent) {
			return new CompletableFuture<>();
		}
		if (this.failure != null) {
			return CompletableFuture.failedFuture(this.failure);
		}
		try {
			return CompletableFuture.completedFuture(work.call());
		}
		catch (Exception ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public <R> CompletableFuture<R> submit(Object command, String key) {
		return submit(command);
	}

	@Override
	public <R> CompletableFuture<Receipt<R>> submitForReceipt(Object command) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> CompletableFuture<T> queryAfter(long index, Callable<T> query) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <R> R submitAndWait(Object command) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <R> R submitAndWait(Object command, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> T queryAndWait(Consistency consistency, Callable<T> query) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> T queryAndWait(Consistency consistency, Callable<T> query, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public RaftOperations on(String machineName) {
		throw new UnsupportedOperationException();
	}

	@Override
	public RaftOperations waitingForRoom(Duration roomWait) {
		throw new UnsupportedOperationException();
	}

	private record Context(long index) implements CommitContext {

		@Override
		public long term() {
			return 1;
		}

		@Override
		public long timeMillis() {
			return 0;
		}

	}

}
