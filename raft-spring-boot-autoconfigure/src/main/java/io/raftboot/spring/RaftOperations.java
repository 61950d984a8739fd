package io.raftboot.spring;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.node.Consistency;
import org.jspecify.annotations.Nullable;

/**
 * Writes to and reads from the replicated state of the application, on any node. For any
 * thread. Implemented by {@link RaftTemplate}; an interface so that tests can replace it.
 * <p>
 * A command is tried again through changes of leaders and broken connections for as long
 * as {@code raft.proposal-timeout}, and takes effect once however often it was sent.
 * <p>
 * Every call ends, with a result or with one of the engine's typed exceptions:
 * {@link io.raftboot.core.node.NotLeaderException},
 * {@link io.raftboot.core.node.RaftBusyException},
 * {@link io.raftboot.core.node.CommandTooLargeException},
 * {@link io.raftboot.core.node.MachineNotReadyException},
 * {@link io.raftboot.core.node.RaftStoppedException},
 * {@link io.raftboot.core.statemachine.CommandRejectedException} (surely no effect: may
 * be tried again), {@link io.raftboot.core.node.OutcomeUnknownException},
 * {@link io.raftboot.core.node.RaftTimeoutException} (may or may not take effect), or
 * {@link io.raftboot.core.statemachine.CommandFailedException} (committed, answered with
 * an exception). A plain {@link io.raftboot.core.node.RaftException} says that a result
 * cannot be read though the command took effect, or that waiting for a query was
 * interrupted. Futures fail with the exception itself and complete on a thread of the
 * node: what is chained to them must be short, or use the {@code ...Async} forms.
 */
public interface RaftOperations {

	/**
	 * Submits a command. The future completes with the answer of
	 * {@link ReplicatedService#commit} when this node has applied the command, so that
	 * the caller can read its own write here.
	 * @param <R> the result type of the machine
	 * @param command a command of the machine's type; not to be changed any more
	 * @return the result to come
	 * @throws IllegalArgumentException if it is not a command of this machine
	 */
	<R extends @Nullable Object> CompletableFuture<R> submit(Object command);

	/**
	 * Submits a command under a key of the caller, for example the one of an HTTP
	 * request: whoever submits the same command under it again within
	 * {@code raft.session.key-retention}, on whatever node, gets the answer of the first
	 * time. The {@link ReplicatedService#process} hook sees every attempt.
	 * @param <R> the result type of the machine
	 * @param command a command of the machine's type; not to be changed any more
	 * @param key 1 to 255 bytes in UTF-8, for this machine alone
	 * @return the result to come; fails with a
	 * {@link io.raftboot.core.node.KeyReusedException} if another command had the key
	 * @throws IllegalArgumentException if it is not a command of this machine, or the key
	 * is empty or too long
	 */
	<R extends @Nullable Object> CompletableFuture<R> submit(Object command, String key);

	/**
	 * Submits a command and says where it stands in the log, so that a read elsewhere can
	 * wait for it.
	 * @param <R> the result type of the machine
	 * @param command a command of the machine's type; not to be changed any more
	 * @return the result to come with its index
	 * @throws IllegalArgumentException if it is not a command of this machine
	 */
	<R extends @Nullable Object> CompletableFuture<Receipt<R>> submitForReceipt(Object command);

	/**
	 * Submits a command and waits for its end, as long as {@code raft.proposal-timeout}.
	 * @param <R> the result type of the machine
	 * @param command a command of the machine's type
	 * @return the result
	 */
	<R extends @Nullable Object> R submitAndWait(Object command);

	/**
	 * Submits a command and waits for its end, but not longer than this.
	 * @param <R> the result type of the machine
	 * @param command a command of the machine's type
	 * @param timeout when to give up with a
	 * {@link io.raftboot.core.node.RaftTimeoutException}; the command may still take
	 * effect
	 * @return the result
	 */
	<R extends @Nullable Object> R submitAndWait(Object command, Duration timeout);

	/**
	 * Runs a query at this consistency, between two batches of commits, so that it sees a
	 * state that does not change under it. It must not wait for another call to this
	 * object.
	 * @param <T> type of the answer
	 * @param consistency how fresh the state must be
	 * @param query reads the state machine
	 * @return the answer to come, or the exception of the query itself
	 */
	<T extends @Nullable Object> CompletableFuture<T> query(Consistency consistency, Callable<T> query);

	/**
	 * Runs a query on a state of this node that is at least as fresh as a write
	 * ({@link Receipt#index}) on whatever node. Asks no other node.
	 * @param <T> type of the answer
	 * @param index the index that must be applied here
	 * @param query reads the state machine
	 * @return the answer to come, or the exception of the query itself
	 */
	<T extends @Nullable Object> CompletableFuture<T> queryAfter(long index, Callable<T> query);

	/**
	 * Runs a query and waits for its answer, as long as {@code raft.proposal-timeout}. A
	 * machine that is {@linkplain RaftStateMachine#concurrent() concurrent} is read on
	 * the thread of the caller.
	 * @param <T> type of the answer
	 * @param consistency how fresh the state must be
	 * @param query reads the state machine; a checked exception of it comes wrapped in an
	 * {@link java.lang.reflect.UndeclaredThrowableException}
	 * @return the answer
	 */
	<T extends @Nullable Object> T queryAndWait(Consistency consistency, Callable<T> query);

	/**
	 * Runs a query and waits for its answer, but not longer than this for its turn.
	 * @param <T> type of the answer
	 * @param consistency how fresh the state must be
	 * @param query as in {@link #queryAndWait(Consistency, Callable)}
	 * @param timeout when to give up with a
	 * {@link io.raftboot.core.node.RaftTimeoutException}
	 * @return the answer
	 */
	<T extends @Nullable Object> T queryAndWait(Consistency consistency, Callable<T> query, Duration timeout);

	/**
	 * The same operations for one of several state machines. Without it calls go to the
	 * only machine, or to the one named {@value RaftStateMachine#DEFAULT_NAME}.
	 * @param machineName its replicated name
	 * @return operations of that machine
	 * @throws IllegalArgumentException if there is none of this name
	 */
	RaftOperations on(String machineName);

	/**
	 * The same operations, which hold up the thread that submits a command for so long
	 * while as many commands wait as may ({@code raft.max-pending-proposals},
	 * {@code raft.max-pending-bytes}), instead of failing it with a
	 * {@link io.raftboot.core.node.RaftBusyException} at once. Threads of the node are
	 * never held up. Other commands may be overtaken.
	 * @param roomWait how long at most; zero for not at all.
	 * {@code raft.proposal-timeout} begins after it
	 * @return such operations
	 */
	RaftOperations waitingForRoom(Duration roomWait);

}
