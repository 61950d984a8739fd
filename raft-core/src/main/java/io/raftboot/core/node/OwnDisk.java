package io.raftboot.core.node;

import io.raftboot.core.model.Role;

/**
 * What the loop has to do with its own disk: it writes what is little, leaves the rest to
 * the log writer's thread, hears what is durable, and says whether it waits for that.
 * Loop only.
 */
final class OwnDisk {

	private static final long NOTHING = -1L;

	private final NodeParts parts;

	private long persistedNumber;

	private long leaderForceNanosMax;

	OwnDisk(NodeParts parts) {
		this.parts = parts;
	}

	/** Tells what has become durable; returns 1 if anything has, otherwise 0. */
	int takePersisted(long nowNanos) {
		long persisted = this.parts.inbox.persistedNumber();
		if (persisted == this.persistedNumber) {
			return 0;
		}
		this.persistedNumber = persisted;
		this.parts.outbox.persisted(persisted);
		this.parts.core.onPersisted(persisted, nowNanos);
		return 1;
	}

	/** Decides who writes a leader's part; true if that is the loop. */
	boolean decideLeading(long nowNanos) {
		if (!this.parts.littleWrites.isAnyOffered()) {
			this.leaderForceNanosMax = NOTHING;
			return false;
		}
		long uncommitted = this.parts.core.lastIndex() - this.parts.core.commitIndex();
		this.leaderForceNanosMax = this.parts.littleWrites.takeLeaderForceNanosMax(uncommitted, nowNanos);
		return this.parts.logWriterRunner.isForLoop(this.leaderForceNanosMax);
	}

	/**
	 * Has a leader's part written, as was decided before; false if the caller is not the
	 * loop any more.
	 */
	boolean writeLeading() {
		return this.leaderForceNanosMax == NOTHING || this.parts.logWriterRunner.runOrWake(this.leaderForceNanosMax);
	}

	/**
	 * Has the part of any other node written; false if the caller is not the loop any
	 * more. When that was much, the leader is told before the loop reads as much again.
	 */
	boolean writeFollowing(long nowNanos) {
		if (!this.parts.littleWrites.isAnyOffered()) {
			return true;
		}
		// A candidate may lead by what it hears, which is for a turn of its own.
		boolean tellAtOnce = this.parts.littleWrites.isMany() && this.parts.core.role() == Role.FOLLOWER;
		if (!this.parts.logWriterRunner.runOrWake(this.parts.littleWrites.takeForceNanosMax(nowNanos))) {
			return false;
		}
		if (tellAtOnce && takePersisted(nowNanos) > 0) {
			this.parts.outbox.send();
		}
		return true;
	}

	/**
	 * The log writer wakes the loop only while something waits for it; what became
	 * durable while this was being said is looked at once more.
	 * @return how much there is to do
	 */
	int await() {
		boolean waiting = this.parts.outbox.isHolding() || this.parts.core.isWaitingForDisk();
		this.parts.inbox.awaitDisk(waiting);
		return (waiting && this.parts.inbox.persistedNumber() != this.persistedNumber) ? 1 : 0;
	}

}
