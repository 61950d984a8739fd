package io.raftboot.core.node;

import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.NodeId;

/** A question of this node how another one is. Fields are the loop's. */
final class StatusCall extends CompletableFuture<MemberStatus> {

	final NodeId target;

	final long deadlineNanos;

	long requestId;

	StatusCall(NodeId target, long deadlineNanos) {
		this.target = target;
		this.deadlineNanos = deadlineNanos;
	}

}
