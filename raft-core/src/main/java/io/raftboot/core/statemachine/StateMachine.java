package io.raftboot.core.statemachine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What a user of the engine implements: a deterministic machine that every node feeds
 * with the same commands in the same order. Unless said otherwise the node's applier
 * calls every method, one at a time, and each call sees what those before it did. It does
 * so on a thread of its own, or on the node's loop where there is little to do; a run
 * from {@link #beginBatch} to {@link #endBatch} is on one thread, the next one perhaps on
 * another. It may block; that delays this node only.
 * <p>
 * How {@link #commit} may fail: a {@link RuntimeException} is a result like any other,
 * the same on every node; it reaches the caller as a {@link CommandFailedException}, and
 * {@link #rollback} undoes what the command has changed until then. An {@link Error}, an
 * {@link IOException} or a {@link StateMachineFailedException} is a failure of this node
 * alone; the node stops rather than diverge.
 */
public interface StateMachine {

	/**
	 * Applies one committed command. Must depend on nothing but the state, the command
	 * and the context: no clock, no randomness, no iteration over hashes.
	 * @param command read-only, little-endian; valid during the call only
	 * @return the result for the caller, may be null
	 */
	byte @Nullable [] commit(CommitContext context, ByteBuffer command) throws IOException;

	/**
	 * Called before each {@link #commit}: the place to set a savepoint of the transaction
	 * that {@link #beginBatch} opened, or to forget the changes of the command before.
	 */
	default void savepoint() throws IOException {
	}

	/**
	 * Called after a {@link #commit} that ended with a {@link RuntimeException}: takes
	 * back what it changed since {@link #savepoint}. A machine that changes nothing
	 * before it is sure needs neither.
	 */
	default void rollback() throws IOException {
	}

	/**
	 * Highest version of commands that this code can apply, from 1 to 65535. It is told
	 * to the other members when they connect: commands of a version are to be proposed
	 * only when every member can apply it. Asked once, when the node is made.
	 */
	default int commandVersion() {
		return 1;
	}

	/** Called before a run of commits: the place to open a transaction. */
	default void beginBatch() throws IOException {
	}

	/**
	 * Called after a run of commits; their callers hear of them only after it returns.
	 * @param lastIndex index of the last entry of the run
	 */
	default void endBatch(long lastIndex) throws IOException {
	}

	/**
	 * Index up to which this machine has kept the effects by itself; commands up to there
	 * are not replayed. 0 for a machine in memory. Asked once at start, on the starting
	 * thread.
	 */
	default long appliedIndex() {
		return 0L;
	}

	/**
	 * Where it keeps what commands were answered beside their effects, or null if it does
	 * not. Asked once, when the node is made; of use only with {@link #appliedIndex}.
	 */
	default @Nullable AnswerKeeper answerKeeper() {
		return null;
	}

	/**
	 * State from before the cluster, contributed once in a cluster's life. Asked on a new
	 * leader of a cluster in which nobody has contributed yet; may be asked more than
	 * once, exactly one answer is ever applied (by {@link #reset} on every node).
	 * @return the state, or null for none
	 */
	default @Nullable Snapshot init() throws IOException {
		return null;
	}

	/**
	 * Captures the state, quickly: commits wait meanwhile.
	 * @return what can be written later, by another thread, while commits go on
	 */
	default Snapshot snapshot() throws IOException {
		throw new UnsupportedOperationException("Snapshots are not supported by " + getClass().getName());
	}

	/**
	 * Replaces the whole state.
	 * @param index index of the entry the new state stands for
	 * @param source what a {@link Snapshot} of {@link #init} or {@link #snapshot} wrote
	 */
	void reset(long index, InputStream source) throws IOException;

	/**
	 * Makes durable what {@link #appliedIndex} would answer after a power failure. Called
	 * after a snapshot was written and before the log is shortened, on the snapshot
	 * thread, while commits go on. Nothing to do for a machine in memory, nor for one
	 * whose every transaction is forced to disk.
	 * @param index everything up to here was applied before the call
	 * @throws IOException if that is not possible now: the log is kept, and the next
	 * snapshot asks again
	 */
	default void makeDurable(long index) throws IOException {
	}

	/**
	 * A digest of the whole state, by which nodes notice that their states differ. Equal
	 * states must have equal digests on every node and after {@link #reset}: no order of
	 * hashes, no identity, nothing that a snapshot leaves out. Called between two runs of
	 * commits, which wait meanwhile, so it should be kept as commits change the state:
	 * for a map the sum of a hash of each entry, say, which does not depend on their
	 * order. Whoever changes what it means stops all nodes at once, or is told of a
	 * difference while both versions run.
	 * @return the digest, or null for none: the states are not compared
	 */
	default @Nullable Long digest() throws IOException {
		return null;
	}

	/** Whether queries may run at any time on any thread, also during a commit. */
	default boolean concurrentQueries() {
		return false;
	}

	/**
	 * The hook that sees commands on the leader before they are proposed, or null for
	 * none.
	 */
	default @Nullable CommandProcessor processor() {
		return null;
	}

}
