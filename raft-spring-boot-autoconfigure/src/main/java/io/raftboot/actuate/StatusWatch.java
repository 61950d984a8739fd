package io.raftboot.actuate;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;

/** Waits until a node shows something; it publishes its status some times a second. */
final class StatusWatch {

	private static final long PAUSE_NANOS = 5_000_000L;

	private final RaftNode node;

	StatusWatch(RaftNode node) {
		this.node = node;
	}

	/** The first status that is as wanted, or the latest one when the time is over. */
	RaftStatus await(Predicate<RaftStatus> wanted, long timeoutMillis) {
		long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
		RaftStatus status = this.node.status();
		while (!wanted.test(status) && System.nanoTime() - deadlineNanos < 0
				&& !Thread.currentThread().isInterrupted()) {
			LockSupport.parkNanos(PAUSE_NANOS);
			status = this.node.status();
		}
		return status;
	}

}
