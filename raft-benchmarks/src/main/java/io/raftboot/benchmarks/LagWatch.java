package io.raftboot.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.cluster.ClusterUnderTest;

/**
 * How many operations the last node has applied less than the first one, at most, until
 * it is closed: what a slow node leaves for later.
 */
final class LagWatch implements AutoCloseable {

	private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final ClusterUnderTest cluster;

	private final Thread thread = new Thread(this::watch, "lag-watch");

	private volatile long largest;

	private volatile boolean closed;

	LagWatch(ClusterUnderTest cluster) {
		this.cluster = cluster;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void watch() {
		while (!this.closed) {
			long first = 0;
			long last = Long.MAX_VALUE;
			for (int node = 0; node < this.cluster.nodes(); node++) {
				long applied = this.cluster.applied(node).count();
				first = Math.max(first, applied);
				last = Math.min(last, applied);
			}
			this.largest = Math.max(this.largest, first - last);
			LockSupport.parkNanos(INTERVAL_NANOS);
		}
	}

	/** The largest so far. */
	long largest() {
		return this.largest;
	}

	@Override
	public void close() throws InterruptedException {
		this.closed = true;
		this.thread.join();
	}

}
