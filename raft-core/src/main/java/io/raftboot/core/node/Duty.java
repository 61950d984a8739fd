package io.raftboot.core.node;

/**
 * Work that a thread of its own does whenever there is some, or that a simulation calls
 * on its one thread.
 */
interface Duty {

	/** Does what is waiting; returns how much that was, 0 for nothing. */
	int doWork();

	/**
	 * When to ask again although nobody said that there is work: for a duty that waits
	 * for something nobody tells of, space on a disk. {@link Long#MAX_VALUE} for never.
	 */
	default long retryNanos() {
		return Long.MAX_VALUE;
	}

}
