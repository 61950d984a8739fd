package io.raftboot.spring;

import java.io.IOException;
import java.io.InputStream;

import io.raftboot.core.statemachine.AnswerKeeper;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What an application implements to have its state replicated: a deterministic machine
 * that every node feeds with the same commands in the same order. Marked with
 * {@link RaftStateMachine}. Except for {@link #process} and {@link #makeDurable} the
 * node's applier calls every method, one at a time, on one of the node's threads, not
 * always the same one; it may block, which delays this node only.
 * <p>
 * How {@link #commit} may fail: a {@link RuntimeException} is a result like any other,
 * the same on every node; the caller gets a
 * {@link io.raftboot.core.statemachine.CommandFailedException}, and {@link #rollback}
 * takes back what the command has changed until then. A failure of this node alone stops
 * the node rather than let it diverge from the others: an {@link Error}, a
 * {@link io.raftboot.core.statemachine.StateMachineFailedException}, and what comes from
 * a database or a file ({@code DataAccessException}, {@code TransactionException},
 * {@link java.sql.SQLException}, {@link IOException}, also as a cause). Violated
 * constraints and missing rows are answers of the data, not failures.
 *
 * @param <C> the commands: a record, or a sealed interface of records
 * @param <R> what {@link #commit} answers
 */
public interface ReplicatedService<C, R extends @Nullable Object> {

	/**
	 * Applies one committed command, on every node. Must depend on nothing but the state,
	 * the command and the context: no clock, no randomness, no iteration over hashes.
	 * @param command a copy of what was submitted, or of what {@link #process} made of it
	 * @param context where the command stands in the log, and its time
	 * @return the result for the caller, may be null
	 */
	R commit(C command, CommitContext context);

	/**
	 * Sees a command on the leader before it is proposed: the place for clocks, ids and
	 * randomness, and for refusing a command. Called by several threads at once; the
	 * state may change meanwhile. A command it throws at is not proposed; the caller gets
	 * a {@link io.raftboot.core.statemachine.CommandRejectedException}.
	 * @param command the command as submitted
	 * @return the command to propose instead
	 */
	default C process(C command) {
		return command;
	}

	/**
	 * State from before the cluster, contributed once in a cluster's life. May be asked
	 * more than once, on different nodes; exactly one answer is ever applied, by
	 * {@link #reset} on every node.
	 * @return the state, or null for none
	 * @throws IOException if it cannot be read; this node stops
	 */
	default @Nullable Snapshot init() throws IOException {
		return null;
	}

	/**
	 * Replaces the whole state: by {@link #init}'s, or by a snapshot when this node was
	 * away for so long that the log does not go back to it, or, at start, is newer than
	 * what a machine has kept by itself. Must read the stream to its end. A machine with
	 * an {@link #appliedIndex} of its own changes state and index in one transaction, so
	 * that a crash leaves the old ones or the new ones. May be called before the first
	 * commit, and outside {@link #beginBatch} and {@link #endBatch}.
	 * @param index log index the new state stands for
	 * @param in what a {@link Snapshot} of {@link #init} or {@link #snapshot} wrote,
	 * perhaps on another node and by an older version of the application
	 * @throws IOException if it cannot be read; this node stops
	 */
	void reset(long index, InputStream in) throws IOException;

	/**
	 * Captures the state between two batches, quickly: commits wait meanwhile. What comes
	 * later must not show in it: a copy, a persistent collection, or a database
	 * transaction of isolation level snapshot on a connection of its own. Snapshots let
	 * the log be shortened and let nodes join or come back without all of it; a machine
	 * without them keeps its log forever.
	 * <p>
	 * {@link Snapshot#writeTo} is called once, by another thread, while commits go on; it
	 * should stream and begin with a version. {@link Snapshot#close} is called in any
	 * case, perhaps without it.
	 * @return what can be written
	 * @throws IOException if it cannot be captured now; it is tried again later
	 */
	default Snapshot snapshot() throws IOException {
		throw new UnsupportedOperationException("Snapshots are not supported by " + getClass().getName());
	}

	/**
	 * A digest of the whole state, by which nodes notice that their states differ (a
	 * clock in {@link #commit}, a broken memory). Equal states must have equal digests on
	 * every node and after {@link #reset}. Called between two batches, rarely, and
	 * commits wait meanwhile: best kept as they change the state, for a map the sum of a
	 * hash of each entry, say.
	 * @return the digest, or null for none: the states are not compared
	 */
	default @Nullable Long digest() {
		return null;
	}

	/**
	 * Called before each {@link #commit}: the place to set a savepoint of the transaction
	 * that {@link #beginBatch} opened.
	 */
	default void savepoint() {
	}

	/**
	 * Called after a {@link #commit} that ended with a {@link RuntimeException}, or whose
	 * result cannot be written: takes back what it changed since {@link #savepoint}. A
	 * machine that changes nothing before it is sure needs neither.
	 */
	default void rollback() {
	}

	/**
	 * Where a machine with an {@link #appliedIndex} of its own also keeps what commands
	 * were answered, in the transaction of the batch, so that a command that comes again
	 * after a restart of this node gets the answer of the first time; null if it does
	 * not, and such a call ends with a {@link io.raftboot.core.node.ResultLostException}.
	 * Asked once at start.
	 * @return where they are kept, or null
	 */
	default @Nullable AnswerKeeper answerKeeper() {
		return null;
	}

	/** Called before a run of commits: the place to open a transaction. */
	default void beginBatch() {
	}

	/**
	 * Called after a run of commits; their callers hear of them only after it returns. If
	 * it throws, this node stops.
	 * @param lastIndex log index of the last command of the run
	 */
	default void endBatch(long lastIndex) {
	}

	/**
	 * Log index up to which this machine has kept the effects by itself; commands up to
	 * there are not replayed. 0 for a machine in memory. Asked once at start.
	 */
	default long appliedIndex() {
		return 0L;
	}

	/**
	 * Makes durable what {@link #appliedIndex} would answer after a power failure: the
	 * log is then shortened up to there and cannot replay it any more. Called after a
	 * snapshot was written, by the thread that wrote it, while commits go on. Nothing to
	 * do for a machine in memory, nor for one whose every transaction is forced to disk.
	 * @param index everything up to here was applied before the call
	 * @throws IOException if that is not possible now: the log is kept, and the next
	 * snapshot asks again
	 */
	default void makeDurable(long index) throws IOException {
	}

}
