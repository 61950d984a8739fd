package io.raftboot.core.protocol;

/**
 * Whether one joining node keeps up (thesis 4.2.1). A round lasts until the node has what
 * was the last entry when the round began; one that is shorter than an election timeout
 * is good. The node is ready when all rounds have been good for an election timeout and
 * it is in contact: one that falls behind or drops out again would cost availability as a
 * voter.
 */
final class Promotion {

	private final Progress peer;

	private final long electionTimeoutNanos;

	private final long silenceNanosMax;

	private long target;

	private long roundNanos;

	private boolean good;

	private long goodSinceNanos;

	Promotion(Progress peer, RaftSettings settings, long lastIndex, long nowNanos) {
		this.peer = peer;
		this.electionTimeoutNanos = settings.electionTimeoutNanos();
		this.silenceNanosMax = 2 * settings.heartbeatIntervalNanos();
		this.target = lastIndex;
		this.roundNanos = nowNanos;
	}

	Progress peer() {
		return this.peer;
	}

	/** Looks at how far the node is; to be called whenever it has answered. */
	void observe(long lastIndex, long nowNanos) {
		boolean slow = nowNanos - this.roundNanos >= this.electionTimeoutNanos;
		if (slow) {
			this.good = false;
		}
		if (this.peer.matchIndex() >= this.target) {
			if (!slow && !this.good) {
				this.good = true;
				this.goodSinceNanos = this.roundNanos;
			}
			this.target = lastIndex;
			this.roundNanos = nowNanos;
		}
	}

	boolean isReady(long nowNanos) {
		return this.good && nowNanos - this.goodSinceNanos >= this.electionTimeoutNanos && this.peer.isReplicating()
				&& nowNanos - this.roundNanos < this.electionTimeoutNanos
				&& nowNanos - this.peer.contactNanos() < this.silenceNanosMax;
	}

}
