package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/** An order given on this node, until it is carried out. Fields are the loop's. */
final class AdminCall extends CompletableFuture<Long> {

	final AdminOrder order;

	final long deadlineNanos;

	/** Not tried again before. */
	long notBeforeNanos;

	/** Whether its end is decided, though perhaps not told yet. */
	boolean ended;

	/** The leader that was asked, null while none is. */
	@Nullable NodeId askedNode;

	long askedTerm;

	/** Since when somebody else leads than who was asked, 0 while nobody does. */
	long overtakenNanos;

	long requestId;

	/** Why it has not been carried out so far. */
	String obstacle = "no leader is known";

	AdminCall(AdminOrder order, long deadlineNanos, long nowNanos) {
		this.order = order;
		this.deadlineNanos = deadlineNanos;
		this.notBeforeNanos = nowNanos;
	}

	/** Has the loop see to it; any thread. */
	static AdminCall begin(NodeParts parts, AdminOrder order, Duration timeout, @Nullable CallMeter meter) {
		AdminCall call = new AdminCall(order, parts.deadlineNanos(timeout), parts.clock.nanoTime());
		CallMeter.watch(meter, call);
		parts.inbox.execute(() -> parts.administration.desk().add(call), call);
		return call;
	}

}
