package io.raftboot.benchmarks.sofajraft;

/**
 * SOFAJRaft that reads under the leader's lease. That is linearizable only if the clocks
 * of the nodes run at nearly the same rate, as its own documentation says; also, a node
 * grants a vote without regard to the lease once the pre-vote before it has passed.
 */
public final class SofaJRaftLeaseEngine extends SofaJRaftEngine {

	public SofaJRaftLeaseEngine() {
		super(SofaJRaftVariant.LEASE);
	}

}
