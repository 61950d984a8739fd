package io.raftboot.core.protocol;

import java.util.ArrayDeque;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.ReadIndexRequest;

/**
 * Reads of a follower that wait for an index from its leader. Asks again at each
 * heartbeat interval, since messages may be lost, and gives up after two election
 * timeouts. On the wire reads have numbers of their own that start at random, so that an
 * answer to an earlier life of this node is never taken for one to this.
 */
final class ForwardedReads {

	private final ArrayDeque<Read> waiting = new ArrayDeque<>();

	private final RaftContext context;

	private long lastWireId;

	private long retryNanos;

	ForwardedReads(RaftContext context) {
		this.context = context;
		this.lastWireId = context.random.nextLong();
	}

	void ask(NodeId leader, long readId, boolean leaseAllowed, long nowNanos) {
		if (this.waiting.isEmpty()) {
			this.retryNanos = nowNanos + this.context.settings.heartbeatIntervalNanos();
		}
		Read read = new Read(++this.lastWireId, readId, leaseAllowed,
				nowNanos + 2 * this.context.settings.electionTimeoutNanos());
		this.waiting.add(read);
		send(leader, read);
	}

	void answered(long wireId, long index) {
		for (Read read : this.waiting) {
			if (read.wireId() == wireId) {
				this.waiting.remove(read);
				if (index >= 0) {
					this.context.output.readReady(read.readId(), index);
				}
				else {
					this.context.output.readFailed(read.readId());
				}
				return;
			}
		}
	}

	void tick(NodeId leader, long nowNanos) {
		if (this.waiting.isEmpty() || nowNanos - this.retryNanos < 0) {
			return;
		}
		this.retryNanos = nowNanos + this.context.settings.heartbeatIntervalNanos();
		Read first = this.waiting.peek();
		while (first != null && nowNanos - first.expiresNanos() >= 0) {
			this.waiting.remove();
			this.context.output.readFailed(first.readId());
			first = this.waiting.peek();
		}
		for (Read read : this.waiting) {
			send(leader, read);
		}
	}

	void failAll() {
		for (Read read = this.waiting.poll(); read != null; read = this.waiting.poll()) {
			this.context.output.readFailed(read.readId());
		}
	}

	boolean isWaiting() {
		return !this.waiting.isEmpty();
	}

	long retryNanos() {
		return this.retryNanos;
	}

	private void send(NodeId leader, Read read) {
		this.context.send(leader, new ReadIndexRequest(this.context.self, this.context.ballot.term(), read.wireId(),
				read.leaseAllowed()));
	}

	private record Read(long wireId, long readId, boolean leaseAllowed, long expiresNanos) {
	}

}
