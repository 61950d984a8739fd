package io.raftboot.core.protocol;

/**
 * When a leader tells its commit index to peers to whom no entries bring it. Not at once:
 * the next entries are likely to come soon and bring it for nothing, where a message of
 * its own wakes every node twice. At once where somebody waits on another node.
 */
final class CommitNews {

	private final Replication replication;

	private final ReplicatedLog log;

	private final long delayNanos;

	/** Up to here somebody waits for it. */
	private long awaitedIndex;

	private boolean waiting;

	private long dueNanos;

	private long tickNanos;

	CommitNews(RaftContext context, Replication replication, long nowNanos) {
		this.replication = replication;
		this.log = context.log;
		this.delayNanos = context.settings.commitNewsDelayNanos();
		this.tickNanos = nowNanos;
	}

	/**
	 * Somebody on another node waits until entries up to this index are applied there.
	 */
	void await(long index) {
		this.awaitedIndex = Math.max(this.awaitedIndex, index);
	}

	void tick(long nowNanos) {
		this.tickNanos = nowNanos;
		if (!this.replication.isCommitToAnnounce(this.log.commitIndex())) {
			this.waiting = false;
			return;
		}
		if (!this.waiting) {
			this.waiting = true;
			this.dueNanos = nowNanos + this.delayNanos;
		}
		if (nowNanos - this.dueNanos >= 0 || isAwaited()) {
			this.waiting = false;
			this.replication.announceCommit(nowNanos);
		}
	}

	/** When to tick again: at this other time, or earlier. */
	long deadlineNanos(long otherNanos) {
		if (!this.replication.isCommitToAnnounce(this.log.commitIndex())) {
			return otherNanos;
		}
		long due = (this.waiting && !isAwaited()) ? this.dueNanos : this.tickNanos;
		return (due - otherNanos <= 0) ? due : otherNanos;
	}

	private boolean isAwaited() {
		return this.replication.isCommitToAnnounce(Math.min(this.awaitedIndex, this.log.commitIndex()));
	}

}
