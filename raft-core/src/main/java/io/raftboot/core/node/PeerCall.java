package io.raftboot.core.node;

import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;

/** A question of this node to another one, or to itself. Fields are the loop's. */
abstract class PeerCall<T> extends CompletableFuture<T> {

	final NodeId target;

	final long deadlineNanos;

	long requestId;

	PeerCall(NodeId target, long deadlineNanos) {
		this.target = target;
		this.deadlineNanos = deadlineNanos;
	}

	/** What the target is sent. */
	abstract Message.Observation question(NodeId self, long term);

	/** Has the loop ask; any thread. */
	static <T> CompletableFuture<T> begin(NodeParts parts, PeerCall<T> call) {
		parts.inbox.execute(() -> parts.statuses.ask(call), call);
		return call;
	}

}
