package io.raftboot.core.node;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RaftCore;
import org.jspecify.annotations.Nullable;

/**
 * What this node has learned of leaders since it started: since when the latest one
 * leads, how far entries are committed by a leader's word, and what the node has to catch
 * up with. Loop thread only.
 * <p>
 * The latter is asked for once, like the index of a read (thesis 6.4): a node's own
 * commit index ends where its log does, and a leader that has just won need not know yet
 * what is committed. A busy leader cannot move it.
 */
final class LeaderNews {

	private static final long AGAIN_NANOS = 500_000_000L;

	private final RaftCore core;

	private final PendingReads reads;

	private final NodeClock clock;

	private @Nullable NodeId leader;

	private long term;

	private long sinceMillis;

	private long commitIndex;

	private long catchUpIndex;

	private boolean asked;

	private long askedNanos;

	LeaderNews(RaftCore core, PendingReads reads, NodeClock clock) {
		this.core = core;
		this.reads = reads;
		this.clock = clock;
	}

	/** A message that the protocol has taken in. */
	void heard(Message.Protocol message) {
		if (message.term() != this.core.term()) {
			return;
		}
		if (message instanceof AppendEntries append) {
			this.commitIndex = Math.max(this.commitIndex, append.commitIndex());
		}
		else if (message instanceof Heartbeat heartbeat) {
			this.commitIndex = Math.max(this.commitIndex, heartbeat.commitIndex());
		}
	}

	/** Looks at what the protocol knows now. */
	void note(long nowNanos) {
		NodeId now = this.core.leader();
		if (now != null && (this.core.term() != this.term || !now.equals(this.leader))) {
			this.leader = now;
			this.term = this.core.term();
			this.sinceMillis = this.clock.currentTimeMillis();
		}
		if (this.core.role() == Role.LEADER) {
			this.commitIndex = Math.max(this.commitIndex, this.core.commitIndex());
		}
		if (this.catchUpIndex == 0L) {
			learnCatchUpIndex(now != null, nowNanos);
		}
	}

	private void learnCatchUpIndex(boolean leaderKnown, long nowNanos) {
		this.catchUpIndex = this.reads.toldIndex();
		if (this.catchUpIndex == 0L && leaderKnown && (!this.asked || nowNanos - this.askedNanos >= AGAIN_NANOS)) {
			this.asked = true;
			this.askedNanos = nowNanos;
			this.reads.add(new ReadRequest(Consistency.LEASE, nowNanos + AGAIN_NANOS, null, null));
		}
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
