package io.raftboot.core.node;

/** How an attempt of a node to become leader ended. */
public enum ElectionOutcome {

	/** It leads. */
	WON,
	/** Another node leads, or has a higher term. */
	LOST,
	/** Nobody got a majority in time. */
	TIMEOUT,
	/**
	 * It gave up before there was an election: a leader was there, or it voted for
	 * another node (thesis 9.6).
	 */
	PREVOTE_REJECTED

}
