package io.raftboot.test.simulation;

import java.util.HashSet;
import java.util.Set;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.model.VoteRequest;

import org.jspecify.annotations.Nullable;

/**
 * What a node owes a leader since it heard from it: to help nobody else to lead for a
 * while (thesis 4.2.3), which is what leases rest on (thesis 6.4.1). A restart does not
 * end it.
 */
final class Promise {

	private final SimulatedClock clock;

	private final long timeoutNanos;

	private @Nullable NodeId leader;

	private long term;

	private long round;

	/** By the own clock. */
	private long untilNanos = Long.MIN_VALUE;

	/** The latest order to campaign that was sent here, obeyed or not. */
	private @Nullable TimeoutNow order;

	/** Requests for votes that came while it held, and those that may be granted. */
	private final Set<VoteRequest> forbidden = new HashSet<>();

	private final Set<VoteRequest> allowed = new HashSet<>();

	Promise(SimulatedClock clock, long timeoutNanos) {
		this.clock = clock;
		this.timeoutNanos = timeoutNanos;
	}

	/** A message is about to be looked at. */
	void arrives(Message message) {
		if (message instanceof VoteRequest request) {
			((holds() && !request.transfer()) ? this.forbidden : this.allowed).add(request);
		}
	}

	/** The leader it goes by has spoken. */
	void heard(Message message) {
		if (message instanceof Heartbeat heartbeat) {
			heard(heartbeat.from(), heartbeat.term(), heartbeat.round(), heartbeat.voteRefusalMillis());
		}
		else if (message instanceof AppendEntries entries) {
			heard(entries.from(), entries.term(), entries.round(), entries.voteRefusalMillis());
		}
	}

	private void heard(NodeId from, long inTerm, long inRound, long refusalMillis) {
		this.round = (inTerm == this.term) ? Math.max(this.round, inRound) : inRound;
		this.leader = from;
		this.term = inTerm;
		this.untilNanos = this.clock.nanoTime() + Math.max(this.timeoutNanos, refusalMillis * 1_000_000L);
	}

	/** It is told to campaign. */
	void ordered(TimeoutNow timeoutNow) {
		this.order = timeoutNow;
	}

	/** It leads itself: whoever led before does no more. */
	void end() {
		this.untilNanos = Long.MIN_VALUE;
	}

	boolean holds() {
		return this.untilNanos > this.clock.nanoTime();
	}

	/** Simulated time for which it holds, 0 if it is to somebody else. */
	long remainingNanos(NodeId to, long inTerm) {
		boolean known = to.equals(this.leader) && this.term == inTerm && holds();
		return known ? this.clock.simulatedNanos(this.untilNanos - this.clock.nanoTime()) : 0L;
	}

	/** Whether it would obey an order of this leader, or has done so. */
	boolean mayObey(NodeId from, long inTerm) {
		return wasOrdered(inTerm) && this.order.from().equals(from)
				&& (this.term != inTerm || this.round <= this.order.round());
	}

	boolean wasOrdered(long inTerm) {
		return this.order != null && this.order.term() == inTerm;
	}

	/** Whether the vote for this candidate would break it. */
	boolean forbids(NodeId candidate, long inTerm) {
		return isAmong(this.forbidden, candidate, inTerm) && !isAmong(this.allowed, candidate, inTerm);
	}

	private static boolean isAmong(Set<VoteRequest> requests, NodeId candidate, long inTerm) {
		for (VoteRequest request : requests) {
			if (request.term() == inTerm && request.from().equals(candidate)) {
				return true;
			}
		}
		return false;
	}

}
