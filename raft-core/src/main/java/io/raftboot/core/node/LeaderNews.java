package io.raftboot.core.node;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RaftCore;
import org.jspecify.annotations.Nullable;

/**
 * What this node has learned of leaders since it started: since when the latest one
 * leads, and how far entries are committed by a leader's word. That is more than the
 * node's own commit index, which ends where its log does; heartbeats do not tell it, they
 * stop at what the leader knows this node to have. Loop thread only.
 * <p>
 * What is to be caught up with is taken from a leader only once it has committed an entry
 * of its own term: before, it need not know what its predecessors have committed (Raft
 * §8). That shows by the entry, where this node has it, or by a commit index that grows
 * within the term (§5.4.2), so that the target does not move away from a node that is far
 * behind a busy leader.
 */
final class LeaderNews {

	private final RaftCore core;

	private final NodeClock clock;

	private @Nullable NodeId leader;

	private long term;

	private long sinceMillis;

	private long commitIndex;

	private long heardTerm;

	/** The first of this term. */
	private long heardCommitIndex;

	private long catchUpIndex;

	LeaderNews(RaftCore core, NodeClock clock) {
		this.core = core;
		this.clock = clock;
	}

	/** A message that the protocol has taken in. */
	void heard(Message.Protocol message) {
		if (!(message instanceof AppendEntries append) || append.term() != this.core.term()) {
			return;
		}
		this.commitIndex = Math.max(this.commitIndex, append.commitIndex());
		if (this.catchUpIndex != 0L) {
			return;
		}
		if (append.term() != this.heardTerm) {
			this.heardTerm = append.term();
			this.heardCommitIndex = append.commitIndex();
		}
		else if (append.commitIndex() > this.heardCommitIndex) {
			this.catchUpIndex = append.commitIndex();
		}
	}

	/** Looks at what the protocol knows now. */
	void note() {
		NodeId now = this.core.leader();
		if (now != null && (this.core.term() != this.term || !now.equals(this.leader))) {
			this.leader = now;
			this.term = this.core.term();
			this.sinceMillis = this.clock.currentTimeMillis();
		}
		boolean leads = this.core.role() == Role.LEADER;
		if (leads) {
			this.commitIndex = Math.max(this.commitIndex, this.core.commitIndex());
		}
		if (this.catchUpIndex == 0L) {
			long known = leads ? this.core.commitIndex() : heardCommitIndex();
			// Above 0 it has a term, and 0 has none
			this.catchUpIndex = (this.core.termOf(known) == this.core.term()) ? known : 0L;
		}
	}

	private long heardCommitIndex() {
		boolean usable = this.heardTerm == this.core.term() && this.heardCommitIndex <= this.core.lastIndex();
		return usable ? this.heardCommitIndex : 0L;
	}

	/** By the wall clock; 0 if there was no leader yet. */
	long sinceMillis() {
		return this.sinceMillis;
	}

	/** 0 while nobody has said it. */
	long commitIndex() {
		return this.commitIndex;
	}

	/** What was committed when this node came; 0 while not known. */
	long catchUpIndex() {
		return this.catchUpIndex;
	}

}
