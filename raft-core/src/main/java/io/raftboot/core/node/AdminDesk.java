package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

import io.raftboot.core.model.AdminRequest;
import io.raftboot.core.model.AdminResponse;
import io.raftboot.core.model.AdminResponse.Status;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where orders to change the cluster come in, from this node and from others, and are
 * brought to the leader. What the leader cannot do yet is asked again until its time is
 * over; what may have been done when the leader changed is not. Loop thread only.
 */
final class AdminDesk {

	private static final Logger logger = LoggerFactory.getLogger(AdminDesk.class);

	private static final long RETRY_NANOS = 50_000_000L;

	private static final long LAST_WORD_NANOS = 500_000_000L;

	private final NodeId self;

	private final RaftCore core;

	private final Transport transport;

	private final Completions completions;

	private final AdminWork work;

	private final Guests guests;

	private final List<AdminCall> calls = new ArrayList<>();

	private long lastRequestId;

	AdminDesk(NodeId self, RaftCore core, Transport transport, Completions completions, Guests guests,
			RandomGenerator random) {
		this.self = self;
		this.core = core;
		this.transport = transport;
		this.completions = completions;
		this.work = new AdminWork(self, core);
		this.guests = guests;
		this.lastRequestId = random.nextLong(1L << 62);
	}

	void add(AdminCall call) {
		this.calls.add(call);
	}

	/** Moves on with what waits. */
	void advance(long nowNanos) {
		this.work.advance();
		if (this.calls.isEmpty()) {
			return;
		}
		for (int i = 0; i < this.calls.size(); i++) {
			AdminCall call = this.calls.get(i);
			if (call.askedNode != null) {
				watch(call, nowNanos);
			}
			else if (!call.ended && nowNanos - call.notBeforeNanos >= 0) {
				attempt(call, nowNanos);
			}
		}
		this.calls.removeIf((call) -> call.ended || call.isDone());
	}

	private void done(AdminCall call, long index) {
		call.ended = true;
		this.completions.complete(call, index);
	}

	private void failed(AdminCall call, RuntimeException failure) {
		call.ended = true;
		this.completions.fail(call, failure);
	}

	private void attempt(AdminCall call, long nowNanos) {
		call.notBeforeNanos = nowNanos + RETRY_NANOS;
		NodeId leader = this.core.leader();
		if (this.core.role() == Role.LEADER) {
			call.askedNode = this.self;
			call.askedTerm = this.core.term();
			this.work.begin(call.order, new LocalReply(call), nowNanos);
		}
		else if (call.order.membership() != null) {
			failed(call, new NotLeaderException(leader));
		}
		else if (leader != null) {
			call.requestId = ++this.lastRequestId;
			if (this.transport.send(leader, call.order.request(this.self, this.core.term(), call.requestId))) {
				call.askedNode = leader;
				call.askedTerm = this.core.term();
				call.overtakenNanos = 0L;
			}
			else {
				call.obstacle = "leader " + leader + " cannot be reached";
			}
		}
	}

	/**
	 * The leader that was asked may be no leader any more. If it is because of what it
	 * was asked for, its answer comes a moment later.
	 */
	private void watch(AdminCall call, long nowNanos) {
		NodeId leader = this.core.leader();
		if (this.self.equals(call.askedNode) || (call.askedNode.equals(leader) && call.askedTerm == this.core.term())) {
			return;
		}
		if (call.order.isTransfer() && leader != null && !leader.equals(call.askedNode)) {
			endTransfer(call, leader);
		}
		else if (call.overtakenNanos == 0L) {
			call.overtakenNanos = nowNanos;
		}
		else if (nowNanos - call.overtakenNanos >= LAST_WORD_NANOS) {
			failed(call, new OutcomeUnknownException("The leader changed while it was asked"));
		}
	}

	private void endTransfer(AdminCall call, NodeId leader) {
		if (call.order.target() == null || call.order.target().equals(leader)) {
			done(call, 0L);
		}
		else {
			failed(call, new ChangeRefusedException(
					"Node " + leader + " leads now, not " + call.order.target() + ": another election came first"));
		}
	}

	void onRequest(AdminRequest request, long nowNanos) {
		if (request.operation() == AdminRequest.Operation.JOIN && request.from().equals(request.target())) {
			welcome(request, nowNanos);
		}
		AdminReply reply = new RemoteReply(request);
		if (this.core.role() != Role.LEADER) {
			passOn(request);
			reply.end(Status.NOT_LEADER, 0L, "");
			return;
		}
		this.work.begin(AdminOrder.of(request), reply, nowNanos);
	}

	/** A node that moved may not be able to reach a leader that moved, too. */
	private void passOn(AdminRequest request) {
		NodeId leader = this.core.leader();
		if (leader != null && request.operation() == AdminRequest.Operation.SET_ADDRESS
				&& request.from().equals(request.target())) {
			this.transport.send(leader, AdminOrder.of(request).request(this.self, this.core.term(), 0L));
		}
	}

	/** Who says it is where nobody can dial cannot be answered. */
	private void welcome(AdminRequest request, long nowNanos) {
		try {
			MembershipEdits.checkAddress(request.address());
			this.guests.welcome(new Peer(request.from(), request.address(), request.incarnation()), nowNanos);
		}
		catch (ChangeRefusedException ex) {
			logger.warn("{}: {} wants to join: {}", this.self, request.from(), ex.getMessage());
		}
	}

	void onResponse(AdminResponse response) {
		for (AdminCall call : this.calls) {
			if (call.requestId == response.requestId() && response.from().equals(call.askedNode)) {
				answered(call, response.status(), response.index(), response.message());
				return;
			}
		}
	}

	private void answered(AdminCall call, Status status, long index, String message) {
		call.askedNode = null;
		switch (status) {
			case DONE -> done(call, index);
			case REFUSED -> failed(call, new ChangeRefusedException(message));
			case RETRY -> call.obstacle = message;
			case NOT_LEADER -> call.obstacle = "no leader is known";
		}
	}

	void expire(long nowNanos) {
		Iterator<AdminCall> iterator = this.calls.iterator();
		while (iterator.hasNext()) {
			AdminCall call = iterator.next();
			if (call.deadlineNanos - nowNanos <= 0) {
				iterator.remove();
				this.completions.fail(call, expired(call));
			}
		}
	}

	private RuntimeException expired(AdminCall call) {
		if (call.askedNode != null) {
			return new RaftTimeoutException("The change was begun and did not end in time; it may yet");
		}
		return (this.core.leader() != null)
				? new ChangeRefusedException("The cluster was not changed in time: " + call.obstacle)
				: new NotLeaderException(null);
	}

	/** Ends everything: the node stops. */
	void failAll(RuntimeException failure) {
		this.work.failAll();
		this.calls.forEach((call) -> this.completions.fail(call, failure));
		this.calls.clear();
	}

	private @Nullable Peer leader() {
		NodeId leader = this.core.leader();
		return (leader != null) ? this.core.membership().member(leader) : null;
	}

	private final class LocalReply implements AdminReply {

		private final AdminCall call;

		LocalReply(AdminCall call) {
			this.call = call;
		}

		@Override
		public void end(Status status, long index, String message) {
			answered(this.call, status, index, message);
		}

		@Override
		public void unknown() {
			failed(this.call, new OutcomeUnknownException("Leadership was lost before the change was committed"));
		}

	}

	private final class RemoteReply implements AdminReply {

		private final AdminRequest request;

		RemoteReply(AdminRequest request) {
			this.request = request;
		}

		@Override
		public void end(Status status, long index, String message) {
			AdminResponse response = new AdminResponse(AdminDesk.this.self, AdminDesk.this.core.term(),
					this.request.requestId(), status, index, leader(), message);
			if (!AdminDesk.this.transport.send(this.request.from(), response)) {
				AdminDesk.this.guests.answer(this.request.from(), response);
			}
		}

		/** Who asked sees the leader change. */
		@Override
		public void unknown() {
		}

	}

}
