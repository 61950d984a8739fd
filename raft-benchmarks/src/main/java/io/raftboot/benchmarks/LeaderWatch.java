package io.raftboot.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.cluster.ClusterUnderTest;

/**
 * Looks every 10 ms at who leads. A term that came and went between two looks is still
 * counted: the highest term tells.
 */
final class LeaderWatch extends Thread implements AutoCloseable {

	private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final ClusterUnderTest cluster;

	private final List<String> changes = new ArrayList<>();

	private final long begin = System.nanoTime();

	private final long firstTerm;

	private volatile boolean stopped;

	private int leader;

	private long term;

	private long leaderlessNanos;

	LeaderWatch(ClusterUnderTest cluster) {
		super("leader-watch");
		setDaemon(true);
		this.cluster = cluster;
		this.leader = cluster.leader();
		this.firstTerm = highestTerm();
		this.term = this.firstTerm;
	}

	@Override
	public void run() {
		long before = System.nanoTime();
		while (!this.stopped) {
			LockSupport.parkNanos(LOOK_EVERY_NANOS);
			look();
			long now = System.nanoTime();
			if (this.leader < 0) {
				this.leaderlessNanos += now - before;
			}
			before = now;
		}
		look();
	}

	private void look() {
		int seen = this.cluster.leader();
		long seenTerm = highestTerm();
		if (seen != this.leader || seenTerm != this.term) {
			this.changes.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.begin) + " ms: "
					+ ((seen >= 0) ? "node " + seen + " leads" : "nobody leads") + ", term " + seenTerm);
			this.leader = seen;
			this.term = seenTerm;
		}
	}

	private long highestTerm() {
		long highest = -1;
		for (int node = 0; node < this.cluster.nodes(); node++) {
			highest = Math.max(highest, this.cluster.term(node));
		}
		return highest;
	}

	/** Terms since it began to watch. */
	long newTerms() {
		return this.term - this.firstTerm;
	}

	long leaderlessMillis() {
		return TimeUnit.NANOSECONDS.toMillis(this.leaderlessNanos);
	}

	/** A line for each change it saw. */
	List<String> changes() {
		return this.changes;
	}

	/** Ends the watch; what it saw can then be read. */
	@Override
	public void close() throws InterruptedException {
		this.stopped = true;
		join();
	}

}
