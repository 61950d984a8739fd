package io.raftboot.benchmarks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.AppliedState;
import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Completion;

/**
 * Node 0 leads; once it is stopped, node 1 takes over after a while. For a shorter while
 * writes are still acknowledged in the old term.
 */
final class ReplacedLeaderCluster implements ClusterUnderTest {

	private final AppliedOperations[] machines = new AppliedOperations[3];

	private final List<ByteBuffer> log = new ArrayList<>();

	private final long graceNanos;

	private final long electionNanos;

	private boolean stopped;

	private long stoppedNanos;

	ReplacedLeaderCluster(Duration grace, Duration election) {
		this.graceNanos = grace.toNanos();
		this.electionNanos = election.toNanos();
		for (int i = 0; i < this.machines.length; i++) {
			this.machines[i] = new AppliedOperations();
		}
	}

	private long sinceStop() {
		return System.nanoTime() - this.stoppedNanos;
	}

	@Override
	public synchronized int leader() {
		if (this.stoppedNanos == 0) {
			return 0;
		}
		return (sinceStop() < this.electionNanos) ? -1 : 1;
	}

	@Override
	public synchronized long term(int node) {
		return (leader() == 1) ? 2L : 1L;
	}

	@Override
	public synchronized void propose(int node, ByteBuffer command, Completion completion) {
		if (leader() < 0 && sinceStop() > this.graceNanos) {
			completion.accept(null, new IllegalStateException("no leader"));
			return;
		}
		this.log.add(command);
		for (int i = this.stopped ? 1 : 0; i < this.machines.length; i++) {
			this.machines[i].apply(command);
		}
		completion.accept(null, null);
	}

	@Override
	public synchronized AppliedState applied(int node) {
		return this.machines[node].state();
	}

	@Override
	public synchronized void stopNode(int node) {
		this.stopped = true;
		this.stoppedNanos = System.nanoTime();
	}

	@Override
	public synchronized void startNode(int node) {
		this.stopped = false;
		this.machines[node] = new AppliedOperations();
		this.log.forEach(this.machines[node]::apply);
	}

	@Override
	public String name() {
		return "replaced leader";
	}

	@Override
	public void start(ClusterSettings settings) {
	}

	@Override
	public int nodes() {
		return this.machines.length;
	}

	@Override
	public void close() {
	}

}
