package io.raftboot.test.linearizability;

import org.jspecify.annotations.Nullable;

/**
 * The system as it would be if one client used it at a time: a deterministic state
 * machine. Has no state of its own; the checker calls it on its own thread.
 *
 * @param <S> the state of one partition; immutable, with equals and hashCode
 * @param <I> what a client asks
 * @param <O> what it is answered
 */
public interface Model<S, I, O> {

	/** The state of each partition before the first operation. */
	S initial();

	/**
	 * Takes one operation.
	 * @param output what the client was answered, null if it never heard
	 * @return the state after it, or null if the operation cannot be answered like this
	 * in this state. An unknown answer is always possible.
	 */
	@Nullable S step(S state, I input, @Nullable O output);

	/**
	 * The part of the system an operation touches, its key for example. Partitions must
	 * not influence each other; they are checked one by one, which is what makes long
	 * histories checkable.
	 */
	default Object partition(I input) {
		return "";
	}

	/** Whether the operation never changes the state. */
	default boolean readOnly(I input) {
		return false;
	}

}
