package io.raftboot.core.node;

import java.util.function.Consumer;

import io.raftboot.core.log.LogStore;

/**
 * What a node looks after from time to time: calls that have waited too long, a full
 * disk, peers that are missing for the first election. Loop thread only.
 */
final class Housekeeping {

	static final long INTERVAL_NANOS = 50_000_000L;

	private static final long STAY_OUT_INTERVAL_NANOS = 500_000_000L;

	private static final long MISSING_INTERVAL_NANOS = 10_000_000_000L;

	private final NodeParts parts;

	private long doneNanos;

	private long stayedOutNanos;

	private long missingSaidNanos;

	Housekeeping(NodeParts parts, long nowNanos) {
		this.parts = parts;
		this.doneNanos = nowNanos;
		this.stayedOutNanos = nowNanos - STAY_OUT_INTERVAL_NANOS;
		this.missingSaidNanos = nowNanos;
	}

	void tick(long nowNanos) {
		if (nowNanos - this.doneNanos < INTERVAL_NANOS) {
			return;
		}
		this.doneNanos = nowNanos;
		stayOutWhileDiskIsFull(nowNanos);
		sayWhoIsMissing(nowNanos);
		this.parts.administration.tick(nowNanos);
		this.parts.loop.reconnect();
		expireCalls(nowNanos);
		this.parts.snapshots.housekeeping(nowNanos);
		this.parts.divergence.tick(nowNanos);
	}

	/**
	 * Whoever cannot write leaves it to others to lead, again and again until there is
	 * room.
	 */
	private void stayOutWhileDiskIsFull(long nowNanos) {
		LogStore log = this.parts.storage.log();
		if (log.isDiskFull() && nowNanos - this.stayedOutNanos >= STAY_OUT_INTERVAL_NANOS) {
			this.stayedOutNanos = nowNanos;
			this.parts.core.stepDown(nowNanos);
			log.recheckDiskSpace();
		}
	}

	/** A cluster begins only when everybody is there: says now and then who is not. */
	private void sayWhoIsMissing(long nowNanos) {
		if (this.parts.core.lastIndex() == 0 && !this.parts.administration.isJoining()
				&& nowNanos - this.missingSaidNanos >= MISSING_INTERVAL_NANOS) {
			this.missingSaidNanos = nowNanos;
			this.parts.peerDesk.logMissing(this.parts.core.membership().members());
		}
	}

	/** Wherever a call waits: no one waits for ever. */
	private void expireCalls(long nowNanos) {
		this.parts.retries.expire(nowNanos, this.parts.completions);
		this.parts.session.expire(nowNanos, this.parts.completions);
		this.parts.proposer.expire(nowNanos);
		this.parts.processHooks.expire(nowNanos);
		this.parts.forwarded.expire(nowNanos);
		this.parts.reads.expire(nowNanos);
		this.parts.statuses.expire(nowNanos);
		Consumer<Proposal> expiry = (proposal) -> expire(proposal, nowNanos);
		this.parts.cache.forEachProposal(this.parts.handOver.handedIndex() + 1, expiry);
		this.parts.handOver.forEachHandedOut(expiry);
	}

	private void expire(Proposal proposal, long nowNanos) {
		if (!proposal.expired && proposal.deadlineNanos - nowNanos <= 0) {
			proposal.expired = true;
			this.parts.completions.fail(proposal,
					new RaftTimeoutException("The command was not committed and applied in time; it may yet be"));
		}
	}

}
