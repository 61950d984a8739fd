package io.raftboot.core.node;

/**
 * Work that a thread of its own does whenever there is some, or that a simulation calls
 * on its one thread.
 */
interface Duty {

	/** Does what is waiting; returns how much that was, 0 for nothing. */
	int doWork();

}
