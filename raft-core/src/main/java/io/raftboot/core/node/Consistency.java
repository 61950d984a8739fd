package io.raftboot.core.node;

/** How fresh a read must be. */
public enum Consistency {

	/**
	 * Sees every write acknowledged before the read began; one round to a quorum, shared
	 * by all waiting reads (thesis 6.4).
	 */
	LINEARIZABLE,

	/**
	 * As {@link #LINEARIZABLE}, but the leader may trust its lease instead of asking a
	 * quorum: right as long as clocks run at the same speed within the drift margin.
	 */
	LEASE,

	/** What this node has applied; explicitly stale. */
	LOCAL

}
