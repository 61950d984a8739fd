package io.raftboot.sample;

import java.io.IOException;
import java.util.function.Supplier;

import io.raftboot.core.statemachine.AnswerKeeper;
import io.raftboot.core.statemachine.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Where the state machine keeps its items. Used by one thread at a time, except for
 * {@link #makeDurable} and for what a captured {@link Snapshot} does.
 */
interface KeyValueStore {

	/**
	 * Index of the last log entry whose effects are kept here, through a restart too. 0
	 * for a store in memory.
	 */
	long appliedIndex();

	/** A run of commands begins. */
	void begin();

	/** The run ends: its effects and its last index are kept together, or not at all. */
	void end(long lastIndex);

	/**
	 * Runs one command of the run: a {@link RuntimeException} undoes all it did and
	 * nothing else.
	 */
	<T> T atomically(Supplier<T> command);

	@Nullable Item find(String key);

	void put(Item item);

	void remove(String key);

	/** The sum of the {@link ItemDigest}s of all items, between two runs. */
	long digest();

	/** Where answers are kept in the transaction of a run, null where nothing is kept. */
	@Nullable AnswerKeeper answers();

	/**
	 * Captures all items as they are now, between two runs. Another thread may write them
	 * while runs go on; what comes later does not show in them.
	 */
	Snapshot snapshot();

	/**
	 * Forces to disk what {@link #appliedIndex} tells. For any thread, while runs go on.
	 * @throws IOException if that is not possible now
	 */
	void makeDurable() throws IOException;

	/**
	 * Replaces all items; they are those of the log up to that index. Items and index
	 * change together, or not at all.
	 */
	void replaceAll(long index, ItemReader items) throws IOException;

}
