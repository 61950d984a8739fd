package io.raftboot.core.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How long nobody else can lead (thesis 6.4.1): followers refuse votes for an election
 * timeout from when they received what was sent at the latest quorum round, and their
 * clocks may be faster by the drift. One peer is free of that: whom the leader told to
 * campaign. From then on there is no lease until that peer has answered a round that
 * began after the transfer was given up, since it ignores what came before that round.
 * <p>
 * Whoever asked was promised what it was told, though: by the clock that lasts on when
 * the lease is suspended, when it comes to count other voters, and when the leader steps
 * down.
 */
final class Lease {

	private final RaftSettings settings;

	private final Replication replication;

	private @Nullable Progress successor;

	private long roundOfReturn;

	private boolean lost;

	private long promisedUntilNanos;

	Lease(RaftSettings settings, Replication replication, long nowNanos) {
		this.settings = settings;
		this.replication = replication;
		this.promisedUntilNanos = nowNanos;
	}

	long remainingNanos(long nowNanos) {
		return isHeld() ? fromQuorumNanos(nowNanos) : 0;
	}

	/** How long at most somebody may rely on what {@link #remainingNanos} has told. */
	long promisedNanos(long nowNanos) {
		return Math.max(this.promisedUntilNanos - nowNanos, fromQuorumNanos(nowNanos));
	}

	/** Another quorum is about to count. */
	void reconfigure(long nowNanos) {
		this.promisedUntilNanos = nowNanos + promisedNanos(nowNanos);
	}

	private long fromQuorumNanos(long nowNanos) {
		long leaseNanos = this.settings.electionTimeoutNanos() / 100 * (100 - this.settings.clockDriftPercent());
		return Math.max(0, this.replication.quorumSendNanos(nowNanos) + leaseNanos - nowNanos);
	}

	/** This peer is about to be told to campaign. */
	void suspend(Progress successor) {
		this.lost |= !isHeld() && this.successor != successor;
		this.successor = successor;
		this.roundOfReturn = Long.MAX_VALUE;
	}

	/** The transfer was given up before this round. */
	void resumeWith(long round) {
		this.roundOfReturn = round;
	}

	private boolean isHeld() {
		return !this.lost && (this.successor == null || this.successor.acknowledgedRound() >= this.roundOfReturn);
	}

}
