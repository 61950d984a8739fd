package io.raftboot.core.protocol;

/**
 * The rounds in which a leader asks its peers whether it still leads. Every heartbeat and
 * AppendEntries carries the number of the current one, every answer brings it back. A
 * quorum of answers to a round proves that this node led when the round began: reads that
 * came before may be answered (thesis 6.4), and the lease runs from that moment.
 */
final class QuorumRound {

	private static final int REMEMBERED = 256;

	private final long[] beganNanos = new long[REMEMBERED];

	private long current;

	private long completed;

	void begin(long nowNanos) {
		this.current++;
		this.beganNanos[(int) (this.current % REMEMBERED)] = nowNanos;
	}

	long current() {
		return this.current;
	}

	/** The latest round that a quorum answered. */
	long completed() {
		return this.completed;
	}

	boolean isOutstanding() {
		return this.completed < this.current;
	}

	void completed(long round) {
		Invariant.check(round <= this.current, "Only rounds that began complete", round, this.current);
		this.completed = Math.max(this.completed, round);
	}

	boolean isRemembered(long round) {
		return round > this.current - REMEMBERED;
	}

	long beganNanos(long round) {
		return this.beganNanos[(int) (round % REMEMBERED)];
	}

}
