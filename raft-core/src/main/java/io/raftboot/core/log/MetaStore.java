package io.raftboot.core.log;

import java.io.IOException;

/**
 * Keeps the {@link Meta} record. Used by one thread at a time (the log writer, in FIFO
 * with appends). The first failed {@link #store} poisons the store: every later one
 * fails.
 */
public interface MetaStore {

	/** The record as last stored. */
	Meta current();

	/**
	 * Replaces the record; it is durable when this returns.
	 * @throws IllegalArgumentException if it forgets a term, a vote or a snapshot;
	 * nothing has changed
	 */
	void store(Meta meta) throws IOException;

}
