package io.raftboot.core.protocol;

import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Term and vote of this node (Raft figure 2). The only place that changes them; each
 * change is handed to the disk in the same step. The vote belongs to the term: nothing
 * but a higher term takes it back, whatever roles the node goes through.
 */
final class Ballot {

	private final PersistTracker writes;

	private final Output output;

	private long term;

	private @Nullable NodeId votedFor;

	Ballot(HardState state, PersistTracker writes, Output output) {
		this.term = state.term();
		this.votedFor = state.votedFor();
		this.writes = writes;
		this.output = output;
	}

	long term() {
		return this.term;
	}

	@Nullable NodeId votedFor() {
		return this.votedFor;
	}

	/** Raft §5.1: a higher term is adopted, with no vote in it yet. */
	void adopt(long term, long nowNanos) {
		Invariant.check(term > this.term, "Terms never fall", term, this.term);
		this.term = term;
		this.votedFor = null;
		persist(nowNanos);
	}

	/** Raft §5.2: one vote per term, first come, first served. */
	boolean mayVoteFor(NodeId candidate) {
		return this.votedFor == null || this.votedFor.equals(candidate);
	}

	void voteFor(NodeId candidate, long nowNanos) {
		Invariant.check(mayVoteFor(candidate), "One vote per term");
		if (this.votedFor == null) {
			this.votedFor = candidate;
			persist(nowNanos);
		}
	}

	/**
	 * Raft §5.2: a candidate increments its term and votes for itself.
	 * @return number of the write that makes the vote durable
	 */
	long campaign(NodeId self, long nowNanos) {
		this.term++;
		this.votedFor = self;
		return persist(nowNanos);
	}

	private long persist(long nowNanos) {
		long write = this.writes.hardState(nowNanos);
		this.output.persist(write, new HardState(this.term, this.votedFor));
		return write;
	}

}
