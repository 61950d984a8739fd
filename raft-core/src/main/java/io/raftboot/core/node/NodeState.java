package io.raftboot.core.node;

/** Life of a {@link RaftNode}. */
public enum NodeState {

	/** Made or closed; can be started. */
	STOPPED,
	/** Takes part. */
	RUNNING,
	/**
	 * Stopped itself: the log cannot be written, the state machine failed, an invariant
	 * broke.
	 */
	FAILED

}
