package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Supplier;

import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.StatusRequest;
import io.raftboot.core.model.StatusResponse;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Asks other nodes how they are, for operators of this one, and tells them how this one
 * is. Loop thread only.
 */
final class StatusExchange {

	private static final int CALLS_MAX = 1_000;

	private final NodeId self;

	private final Transport transport;

	private final Completions completions;

	private final Supplier<@Nullable RaftStatus> status;

	private final ArrayDeque<StatusCall> calls = new ArrayDeque<>();

	private long lastRequestId;

	/**
	 * An exchange that has asked nobody yet.
	 * @param status of this node, null before it knows
	 * @param firstRequestId a number that no earlier start of this node has used
	 */
	StatusExchange(NodeId self, Transport transport, Completions completions, Supplier<@Nullable RaftStatus> status,
			long firstRequestId) {
		this.self = self;
		this.transport = transport;
		this.completions = completions;
		this.status = status;
		this.lastRequestId = firstRequestId;
	}

	void ask(StatusCall call) {
		RaftStatus own = this.status.get();
		if (call.target.equals(this.self) && own != null) {
			this.completions.complete(call, of(own));
			return;
		}
		if (this.calls.size() >= CALLS_MAX) {
			this.completions.fail(call, new RaftBusyException(CALLS_MAX + " questions are waiting already"));
			return;
		}
		call.requestId = ++this.lastRequestId;
		long term = (own != null) ? own.term() : 0L;
		if (this.transport.send(call.target, new StatusRequest(this.self, term, call.requestId))) {
			this.calls.add(call);
		}
		else {
			this.completions.fail(call, new RaftTimeoutException("Node " + call.target + " cannot be reached"));
		}
	}

	void onMessage(Message.Observation message) {
		if (message instanceof StatusRequest request) {
			answer(request);
		}
		else if (message instanceof StatusResponse response) {
			answered(response);
		}
	}

	private void answer(StatusRequest request) {
		RaftStatus own = this.status.get();
		if (own != null) {
			this.transport.send(request.from(), new StatusResponse(this.self, request.requestId(), of(own)));
		}
	}

	private void answered(StatusResponse response) {
		for (Iterator<StatusCall> iterator = this.calls.iterator(); iterator.hasNext();) {
			StatusCall call = iterator.next();
			if (call.requestId == response.requestId() && call.target.equals(response.from())) {
				iterator.remove();
				this.completions.complete(call, response.status());
				return;
			}
		}
	}

	/** Ends those whose time is over. */
	void expire(long nowNanos) {
		this.calls.removeIf((call) -> {
			boolean over = call.deadlineNanos - nowNanos <= 0;
			if (over) {
				this.completions.fail(call, new RaftTimeoutException("Node " + call.target + " does not answer"));
			}
			return over || call.isDone();
		});
	}

	/** Ends all: the node stops. */
	void failAll(RuntimeException failure) {
		this.calls.forEach((call) -> this.completions.fail(call, failure));
		this.calls.clear();
	}

	private static MemberStatus of(RaftStatus status) {
		return new MemberStatus(status.role(), status.leader(), status.term(), status.firstIndex(), status.lastIndex(),
				status.durableIndex(), status.commitIndex(), status.appliedIndex(), status.snapshotIndex(),
				status.logBytes());
	}

}
