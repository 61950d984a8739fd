package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Callable;

import io.raftboot.core.statemachine.StateMachine;

/**
 * One member of a Raft group. Made stopped; {@link #start} and {@link #close} may follow
 * each other any number of times. All methods are for any thread. Futures complete on the
 * applier thread or the loop: what is chained to them must be short, or use the
 * {@code ...Async} forms.
 */
public final class RaftNode implements AutoCloseable {

	public RaftNode(RaftNodeOptions options, Map<String, StateMachine> stateMachines) {
	}

	/**
	 * Opens the data, listens, and takes part. Does not wait for a leader.
	 * @throws RaftStartException if it cannot
	 */
	public void start() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Stops taking part and releases everything; waiting calls end with a typed error.
	 */
	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Proposes a command to the state machine of this name, from any node. The future
	 * completes when this node has applied it.
	 * <p>
	 * It fails with {@link NotLeaderException}, {@link RaftBusyException},
	 * {@link CommandTooLargeException}, {@link RaftStoppedException} or
	 * {@link io.raftboot.core.statemachine.CommandRejectedException} (surely not
	 * appended), with {@link OutcomeUnknownException} or {@link RaftTimeoutException}
	 * (may or may not commit), or with
	 * {@link io.raftboot.core.statemachine.CommandFailedException} (committed, answered
	 * with an exception).
	 * @param command from position to limit; not to be changed before the future
	 * completes
	 */
	public CompletableFuture<Committed> propose(String machine, ByteBuffer command) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Completes with this node's applied index once a read of this consistency may be
	 * answered from its state. Fails with {@link NotLeaderException},
	 * {@link RaftTimeoutException} or {@link RaftStoppedException}.
	 */
	public CompletableFuture<Long> read(Consistency consistency) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Runs a query at this consistency: on the applier thread between two batches, so
	 * that it sees a state that does not change under it. Machines that allow concurrent
	 * queries are better read on the caller's thread after {@link #read}.
	 */
	public <T> CompletableFuture<T> query(Consistency consistency, Callable<T> query) {
		throw new UnsupportedOperationException();
	}

	/** What the node knows of itself; never blocks. */
	public RaftStatus status() {
		throw new UnsupportedOperationException();
	}

	public void addListener(RaftEventListener listener) {
	}

	public void removeListener(RaftEventListener listener) {
	}

}
