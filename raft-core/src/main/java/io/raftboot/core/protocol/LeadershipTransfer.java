package io.raftboot.core.protocol;

import io.raftboot.core.model.TimeoutNow;
import org.jspecify.annotations.Nullable;

/**
 * Hands leadership over (thesis 3.10): no more proposals, wait until the target has
 * everything, end the lease, have it campaign. Given up after an election timeout.
 */
final class LeadershipTransfer {

	private final RaftContext context;

	private final QuorumRound rounds;

	private final Lease lease;

	private @Nullable Progress target;

	private boolean asked;

	private long deadlineNanos;

	LeadershipTransfer(RaftContext context, QuorumRound rounds, Lease lease) {
		this.context = context;
		this.rounds = rounds;
		this.lease = lease;
	}

	boolean isUnderWay() {
		return this.target != null;
	}

	void begin(Progress target, long nowNanos) {
		this.target = target;
		this.asked = false;
		this.deadlineNanos = nowNanos + this.context.settings.electionTimeoutNanos();
		advance();
	}

	/** Asks the target to campaign as soon as it has the whole log. */
	void advance() {
		Progress target = this.target;
		if (target != null && !this.asked && target.matchIndex() == this.context.log.lastIndex()) {
			this.asked = true;
			this.lease.suspend(target);
			ask(target);
		}
	}

	/** Asks again: the message may have been lost. */
	void repeat() {
		Progress target = this.target;
		if (target != null && this.asked) {
			ask(target);
		}
	}

	/** Gives up when its time is over: the leader goes on as before. */
	void expire(long nowNanos) {
		if (this.target != null && nowNanos - this.deadlineNanos >= 0) {
			this.target = null;
			if (this.asked) {
				this.lease.resumeWith(this.rounds.current() + 1);
			}
		}
	}

	long deadlineNanos() {
		return this.deadlineNanos;
	}

	private void ask(Progress target) {
		this.context.send(target.id(),
				new TimeoutNow(this.context.self, this.context.ballot.term(), this.rounds.current()));
	}

}
