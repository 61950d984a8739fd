package io.raftboot.spring;

import org.jspecify.annotations.Nullable;

/**
 * How a {@link RaftStateMachine} bean with {@link RaftCommand} methods gives away and
 * takes over its whole state, for snapshots: they let the log be shortened, and let nodes
 * join or come back without all of it. Both methods are called where commands are, one at
 * a time.
 * <p>
 * The state is written by the {@link PayloadFormat} (JSON) and read by every later
 * version of the application. It is in memory twice for a moment, and commits of this
 * node wait while it is written: for more than some ten megabytes implement
 * {@link ReplicatedService}, whose snapshots stream.
 *
 * @param <S> the state: anything that can be written and read, such as a record or a map.
 * Where the order of iteration matters to commands, use a type that keeps its order when
 * it is read, such as {@link java.util.TreeMap}
 */
public interface ReplicatedState<S> {

	/**
	 * Gives away the whole state. Need not be a copy: it is written before the next
	 * commit.
	 * @return the state, not null
	 */
	S capture();

	/**
	 * Takes over a state in place of the present one.
	 * @param state what {@link #capture} gave, perhaps on another node; read anew, so
	 * that it may be kept and changed
	 */
	void restore(S state);

	/**
	 * Called before each command, on the same thread. What it throws stops this node.
	 */
	default void savepoint() {
	}

	/**
	 * Called after a command that ended with a {@link RuntimeException}: takes back what
	 * it changed since {@link #savepoint}. A bean that checks everything before it
	 * changes anything needs neither.
	 */
	default void rollback() {
	}

	/**
	 * A digest of the state, by which nodes notice that theirs differ; see
	 * {@link ReplicatedService#digest}.
	 * @return the digest, or null for none: the states are not compared
	 */
	default @Nullable Long digest() {
		return null;
	}

}
