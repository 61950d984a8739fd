package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.NodeId;

/** A question of this node how another one is. Fields are the loop's. */
final class StatusCall extends CompletableFuture<MemberStatus> {

	final NodeId target;

	final long deadlineNanos;

	long requestId;

	private StatusCall(NodeId target, long deadlineNanos) {
		this.target = target;
		this.deadlineNanos = deadlineNanos;
	}

	/** Has the loop ask; any thread. */
	static StatusCall begin(NodeParts parts, NodeId target, Duration timeout) {
		StatusCall call = new StatusCall(target, parts.clock.nanoTime() + timeout.toNanos());
		parts.inbox.execute(() -> parts.statuses.ask(call), call);
		return call;
	}

}
