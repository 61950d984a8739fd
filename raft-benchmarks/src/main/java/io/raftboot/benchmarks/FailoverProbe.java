package io.raftboot.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.cluster.AppliedState;
import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Leadership;

/**
 * Closes the leader and writes to the others, every two milliseconds and without waiting
 * for an answer, until one of a later term is acknowledged. Then brings the node back and
 * waits until all are equal.
 */
final class FailoverProbe {

	private static final long PROBE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private static final int PROBES_MAX = 15_000;

	private final ClusterUnderTest cluster;

	private final AtomicLong failed = new AtomicLong();

	private final AtomicLong acknowledged = new AtomicLong();

	private final AtomicLong committedAt = new AtomicLong();

	private long nextId = 1;

	FailoverProbe(ClusterUnderTest cluster) {
		this.cluster = cluster;
	}

	Failover measure() throws Exception {
		int old = Leadership.await(this.cluster, LoadRun.LEADER_TIMEOUT);
		Leadership.commitOne(this.cluster, old, LoadRun.LEADER_TIMEOUT);
		this.acknowledged.incrementAndGet();
		awaitEqual();
		long oldTerm = this.cluster.term(old);
		this.failed.set(0);
		this.committedAt.set(0);
		FutureTask<Long> closing = new FutureTask<>(() -> {
			this.cluster.stopNode(old);
			return System.nanoTime();
		});
		long begin = System.nanoTime();
		new Thread(closing, "closing-leader").start();
		long leaderAt = probe(old, oldTerm, closing);
		long commitNanos = this.committedAt.get() - begin;
		int leader = Leadership.await(this.cluster, LoadRun.LEADER_TIMEOUT);
		long terms = this.cluster.term(leader) - oldTerm;
		long closedAt = closing.get();
		this.cluster.startNode(old);
		awaitEqual();
		return new Failover(leaderAt - begin, commitNanos, closedAt - begin, terms, this.failed.get());
	}

	/** Writes until one is acknowledged; returns when another leader was first seen. */
	private long probe(int old, long oldTerm, Future<Long> closing) throws Exception {
		long leaderAt = 0;
		for (int i = 1; this.committedAt.get() == 0; i++) {
			if (i > PROBES_MAX) {
				throw new IllegalStateException("No commit after the leader was closed");
			}
			if (closing.isDone()) {
				// Fails if the leader could not be closed
				closing.get();
			}
			// 1 and 2 places after the old leader, in turn
			int node = (old + 1 + i % (this.cluster.nodes() - 1)) % this.cluster.nodes();
			write(node, oldTerm);
			int leader = this.cluster.leader();
			if (leaderAt == 0 && leader >= 0 && leader != old) {
				leaderAt = System.nanoTime();
			}
			LockSupport.parkNanos(PROBE_EVERY_NANOS);
		}
		return (leaderAt != 0) ? leaderAt : this.committedAt.get();
	}

	private void write(int node, long oldTerm) {
		ByteBuffer command = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		command.putLong(0, this.nextId++);
		try {
			this.cluster.propose(node, command, (result, failure) -> {
				if (failure != null) {
					this.failed.incrementAndGet();
					return;
				}
				this.acknowledged.incrementAndGet();
				// A leader that is being closed may still commit what it was forwarded
				if (this.cluster.term(node) != oldTerm) {
					this.committedAt.compareAndSet(0, System.nanoTime());
				}
			});
		}
		catch (RuntimeException ex) {
			this.failed.incrementAndGet();
		}
	}

	private void awaitEqual() {
		long deadline = System.nanoTime() + LoadRun.VERIFY_TIMEOUT.toNanos();
		while (!isEqual()) {
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("The nodes differ, or acknowledged writes are missing: "
						+ this.acknowledged.get() + " acknowledged, " + this.cluster.applied(0) + ", "
						+ this.cluster.applied(1) + ", " + this.cluster.applied(2));
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
	}

	private boolean isEqual() {
		AppliedState first = this.cluster.applied(0);
		for (int node = 1; node < this.cluster.nodes(); node++) {
			if (!this.cluster.applied(node).equals(first)) {
				return false;
			}
		}
		return first.count() >= this.acknowledged.get();
	}

}
