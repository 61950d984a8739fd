package io.raftboot.core.node;

import io.raftboot.core.model.FencingToken;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RaftCore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants this node its leadership, once per term, and revokes it. Granted when
 * <ul>
 * <li>the entry that begins the term is applied here: whoever acts as leader sees all
 * that was committed before;</li>
 * <li>what earlier leaders were told of their leases is over, by their clocks too;</li>
 * <li>the lease of this one holds.</li>
 * </ul>
 * Whatever shortens or ends a lease is said here before the outbox lets out the messages
 * by which another node could lead. Loop thread, but for {@link #current()}.
 */
final class LeadershipGrants {

	private static final Logger logger = LoggerFactory.getLogger(LeadershipGrants.class);

	private final NodeId self;

	private final RaftCore core;

	private final Applier applier;

	private final EventDispatcher events;

	private final Completions completions;

	private final NodeClock clock;

	/** Before then the lease of somebody who led before this start may hold. */
	private final long notBeforeNanos;

	private volatile @Nullable Leadership current;

	/** Whether this node leads a term that is not granted to it yet. */
	private boolean waiting;

	private boolean earlierLeasesOver;

	private long openingIndex;

	/**
	 * @param promiseNanos how long a promise lasts that this node may have given, or
	 * relied on, before its start; 0 if it did not run before
	 */
	LeadershipGrants(NodeId self, RaftCore core, Applier applier, EventDispatcher events, Completions completions,
			NodeClock clock, long promiseNanos) {
		this.self = self;
		this.core = core;
		this.applier = applier;
		this.events = events;
		this.completions = completions;
		this.clock = clock;
		this.notBeforeNanos = clock.nanoTime() + promiseNanos;
	}

	/** What is granted and not revoked, null if nothing is; for any thread. */
	@Nullable Leadership current() {
		return this.current;
	}

	/** This node leads a term now, whose first entry is the last of its log. */
	void leading() {
		end();
		this.waiting = true;
		this.earlierLeasesOver = false;
		this.openingIndex = this.core.lastIndex();
	}

	/** This node leads no more, or runs no more. */
	void end() {
		this.waiting = false;
		Leadership ended = this.current;
		if (ended != null) {
			this.completions.complete(ended.end(), null);
			this.current = null;
			logger.info("{}: leadership of term {} is revoked", this.self, ended.token().term());
			this.events.dispatch(new RaftEvent.LeadershipRevoked(ended.token()));
		}
	}

	/** Grants if it is time to; says how long the lease holds. */
	void advance(long nowNanos) {
		Leadership held = this.current;
		if (held != null) {
			held.heldUntil(nowNanos + this.core.leaseRemainingNanos(nowNanos));
		}
		else if (this.waiting) {
			this.earlierLeasesOver = earlierLeasesNanos(nowNanos) <= 0L;
			if (this.earlierLeasesOver && !isWaitingForApply()) {
				grant(nowNanos);
			}
		}
	}

	private void grant(long nowNanos) {
		long leaseNanos = this.core.leaseRemainingNanos(nowNanos);
		if (leaseNanos > 0L) {
			this.waiting = false;
			FencingToken token = new FencingToken(this.core.term(), this.openingIndex);
			this.current = new Leadership(token, this.clock, nowNanos + leaseNanos);
			logger.info("{}: leadership of term {} is granted", this.self, token.term());
			this.events.dispatch(new RaftEvent.LeadershipGranted(token));
		}
	}

	/** Whether the applier must say how far it is. */
	boolean isWaitingForApply() {
		return this.waiting && this.applier.appliedIndex() < this.openingIndex;
	}

	/**
	 * How long the loop may wait before it has to look again: what else is missing wakes
	 * it.
	 */
	long waitNanos(long nowNanos) {
		// It may have stepped down since it was looked at in this turn
		boolean waits = this.waiting && !this.earlierLeasesOver && this.core.role() == Role.LEADER;
		return waits ? Math.max(1L, earlierLeasesNanos(nowNanos)) : Long.MAX_VALUE;
	}

	private long earlierLeasesNanos(long nowNanos) {
		return Math.max(this.notBeforeNanos - nowNanos, this.core.earlierLeaseEndNanos() - nowNanos);
	}

}
