package io.raftboot.core.protocol;

import java.util.random.RandomGenerator;

/**
 * When to campaign, and when to refuse to help others to. A node that heard from a leader
 * neither votes nor campaigns for the refusal period: its own election timeout or the
 * period the leader asked for, whichever is longer. Leases rest on that (thesis 6.4.1).
 * Beyond it timeouts are random, up to twice as long (Raft §5.2).
 */
final class ElectionTimer {

	private static final int SPREAD_BITS = 20;

	private static final int BACK_OFF_TIMEOUTS = 4;

	private final long timeoutNanos;

	private final long lagNanos;

	private final RandomGenerator random;

	private boolean heard;

	private long heardNanos;

	private long refusalNanos;

	/** What a start, or having led, asks of this node whomever it heard. */
	private long ownRefusalEndNanos;

	private long notBeforeNanos;

	/** Random part of the timeout, in units of 2^-20 of the refusal period. */
	private long spread;

	private long deadlineNanos;

	/**
	 * @param lagNanos how much later than others to campaign, for nodes of low priority
	 */
	ElectionTimer(long timeoutNanos, long lagNanos, RandomGenerator random, long nowNanos) {
		this.timeoutNanos = timeoutNanos;
		this.lagNanos = lagNanos;
		this.random = random;
		this.refusalNanos = timeoutNanos;
		this.ownRefusalEndNanos = nowNanos;
		this.notBeforeNanos = nowNanos;
		restart(nowNanos);
	}

	/**
	 * A restarted node does not know whether it promised a leader to refuse: it refuses
	 * for as long as such a promise could last.
	 */
	void refuseAfterStart(long nowNanos) {
		refuseUntil(nowNanos + this.timeoutNanos);
	}

	/**
	 * Who led keeps to what it has told of its lease, although it leads no more: nobody
	 * gets its vote before then.
	 */
	void refuseUntil(long nanos) {
		this.ownRefusalEndNanos = later(this.ownRefusalEndNanos, nanos);
	}

	/** How long a promise to the latest leader lasts from when it was given. */
	long refusalNanos() {
		return this.refusalNanos;
	}

	/** A leader spoke, and wants votes refused for so long. */
	void heardFromLeader(long refusalMillis, long nowNanos) {
		this.heard = true;
		this.heardNanos = nowNanos;
		this.refusalNanos = Math.max(this.timeoutNanos, refusalMillis * 1_000_000L);
		arm(nowNanos + this.refusalNanos + this.lagNanos + part(this.refusalNanos));
	}

	/** Begins a new random timeout. */
	void restart(long nowNanos) {
		this.spread = this.random.nextInt(1 << SPREAD_BITS);
		arm(nowNanos + this.timeoutNanos + this.lagNanos + part(this.timeoutNanos));
	}

	/** Campaign at once. */
	void expire(long nowNanos) {
		arm(nowNanos);
	}

	/**
	 * The connection to the leader broke: campaign as soon as the promise to it ends, a
	 * small random delay later.
	 */
	void leaderDisconnected() {
		this.spread = this.random.nextInt(1 << SPREAD_BITS);
		arm(this.heardNanos + this.refusalNanos + this.lagNanos + part(this.timeoutNanos / 4));
	}

	/** A reason to try an election earlier than planned turned up. */
	void hasten(long nowNanos) {
		long soon = nowNanos + this.lagNanos + this.timeoutNanos / 16 + part(this.timeoutNanos / 2);
		if (soon - this.deadlineNanos < 0) {
			arm(soon);
		}
	}

	/** Leave it to others to lead, for a few election timeouts. */
	void backOff(long nowNanos) {
		this.notBeforeNanos = nowNanos + BACK_OFF_TIMEOUTS * this.timeoutNanos + part(this.timeoutNanos);
		arm(this.deadlineNanos);
	}

	boolean isExpired(long nowNanos) {
		return nowNanos - this.deadlineNanos >= 0;
	}

	long deadlineNanos() {
		return this.deadlineNanos;
	}

	/** Whether the promise to a leader still holds. */
	boolean refusesVotes(long nowNanos) {
		return nowNanos - this.ownRefusalEndNanos < 0
				|| (this.heard && nowNanos - this.heardNanos - this.refusalNanos < 0);
	}

	/** Time since a leader spoke, -1 if none ever did. */
	long leaderContactNanos(long nowNanos) {
		return this.heard ? nowNanos - this.heardNanos : -1;
	}

	private void arm(long deadlineNanos) {
		this.deadlineNanos = later(deadlineNanos, this.notBeforeNanos);
		if (this.heard) {
			this.deadlineNanos = later(this.deadlineNanos, this.heardNanos + this.refusalNanos);
		}
	}

	private long part(long nanos) {
		return (nanos * this.spread) >> SPREAD_BITS;
	}

	private static long later(long first, long second) {
		return (first - second >= 0) ? first : second;
	}

}
