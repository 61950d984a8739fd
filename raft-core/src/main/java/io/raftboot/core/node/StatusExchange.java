package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Supplier;

import io.raftboot.core.model.InquiryRequest;
import io.raftboot.core.model.InquiryResponse;
import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.StatusRequest;
import io.raftboot.core.model.StatusResponse;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Asks other nodes how they are, and what their applications have to say, for operators
 * of this one, and answers them. Loop thread only.
 */
final class StatusExchange {

	private static final int CALLS_MAX = 1_000;

	private final NodeId self;

	private final Transport transport;

	private final Completions completions;

	private final Supplier<@Nullable RaftStatus> status;

	private final ArrayDeque<PeerCall<?>> calls = new ArrayDeque<>();

	private final InquiryDesk inquiries;

	private long lastRequestId;

	/**
	 * An exchange that has asked nobody yet.
	 * @param status of this node, null before it knows
	 * @param inquiries answers for the application
	 * @param firstRequestId a number that no earlier start of this node has used
	 */
	StatusExchange(NodeId self, Transport transport, Completions completions, Supplier<@Nullable RaftStatus> status,
			InquiryDesk inquiries, long firstRequestId) {
		this.inquiries = inquiries;
		this.self = self;
		this.transport = transport;
		this.completions = completions;
		this.status = status;
		this.lastRequestId = firstRequestId;
	}

	void ask(PeerCall<?> call) {
		if (this.calls.size() >= CALLS_MAX) {
			this.completions.fail(call, new RaftBusyException(CALLS_MAX + " questions are waiting already"));
			return;
		}
		call.requestId = ++this.lastRequestId;
		Message.Observation question = call.question(this.self, term());
		if (call.target.equals(this.self)) {
			this.calls.add(call);
			onMessage(question);
		}
		else if (this.transport.send(call.target, question)) {
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
		else if (message instanceof InquiryRequest request) {
			this.inquiries.answer(request.topic(), (status, content) -> reply(request.from(),
					new InquiryResponse(this.self, term(), request.requestId(), status, content)));
		}
		else if (message instanceof StatusResponse response
				&& take(response.from(), response.requestId()) instanceof StatusCall call) {
			this.completions.complete(call, response.status());
		}
		else if (message instanceof InquiryResponse response
				&& take(response.from(), response.requestId()) instanceof InquiryCall call) {
			answered(call, response);
		}
	}

	private long term() {
		RaftStatus own = this.status.get();
		return (own != null) ? own.term() : 0L;
	}

	private void answer(StatusRequest request) {
		RaftStatus own = this.status.get();
		if (own != null) {
			reply(request.from(), new StatusResponse(this.self, request.requestId(), of(own)));
		}
	}

	private void reply(NodeId target, Message.Observation response) {
		if (target.equals(this.self)) {
			onMessage(response);
		}
		else {
			this.transport.send(target, response);
		}
	}

	private void answered(InquiryCall call, InquiryResponse response) {
		ByteBuffer content = response.content().duplicate();
		switch (response.status()) {
			case ANSWERED -> {
				byte[] bytes = new byte[content.remaining()];
				content.get(bytes);
				this.completions.complete(call, bytes);
			}
			case UNKNOWN_TOPIC -> this.completions.fail(call, new InquiryFailedException(
					"Node " + call.target + " does not know the question '" + call.topic + "'", true));
			case UNABLE -> this.completions.fail(call, new InquiryFailedException(
					"Node " + call.target + " cannot answer: " + StandardCharsets.UTF_8.decode(content), false));
		}
	}

	/** The call that this answers, which waits no longer; null if none does. */
	private @Nullable PeerCall<?> take(NodeId from, long requestId) {
		for (Iterator<PeerCall<?>> iterator = this.calls.iterator(); iterator.hasNext();) {
			PeerCall<?> call = iterator.next();
			if (call.requestId == requestId && call.target.equals(from)) {
				iterator.remove();
				return call;
			}
		}
		return null;
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
