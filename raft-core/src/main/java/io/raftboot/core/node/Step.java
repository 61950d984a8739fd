package io.raftboot.core.node;

/**
 * Something a {@link SteppedNode} does when it is told to, in place of a thread of its
 * own.
 */
public interface Step {

	/**
	 * The thread that would do it: {@code raft-n1-log}, or {@code raft-n1} for the loop.
	 */
	String name();

	/**
	 * Does some of what there is to do.
	 * @return after how many nanoseconds of the node's clock it is to be run again at the
	 * latest, 0 if there is more to do; {@link Long#MAX_VALUE} if it waits to be called
	 * ready
	 */
	long run();

}
