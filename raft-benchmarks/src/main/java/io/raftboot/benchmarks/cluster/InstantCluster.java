package io.raftboot.benchmarks.cluster;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * No engine at all: one thread applies each command to all state machines and
 * acknowledges it. What a run against it uses is what the harness itself costs.
 */
public final class InstantCluster implements ClusterUnderTest {

	private AppliedOperations[] machines = new AppliedOperations[0];

	private @Nullable InstantApplier applier;

	@Override
	public String name() {
		return "instant";
	}

	@Override
	public void start(ClusterSettings settings) {
		this.machines = new AppliedOperations[settings.nodes()];
		for (int i = 0; i < this.machines.length; i++) {
			this.machines[i] = new AppliedOperations();
		}
		this.applier = new InstantApplier(this.machines);
		this.applier.start();
	}

	@Override
	public int nodes() {
		return this.machines.length;
	}

	@Override
	public int leader() {
		return 0;
	}

	@Override
	public long term(int node) {
		return 1L;
	}

	@Override
	public void propose(int node, ByteBuffer command, Completion completion) {
		running().add(command, completion);
	}

	@Override
	public void read(int node, Completion completion) {
		running().add(null, completion);
	}

	@Override
	public AppliedState applied(int node) {
		return this.machines[node].state();
	}

	@Override
	public void close() throws InterruptedException {
		InstantApplier running = this.applier;
		this.applier = null;
		if (running != null) {
			running.end();
		}
	}

	private InstantApplier running() {
		InstantApplier running = this.applier;
		if (running == null) {
			throw new IllegalStateException("The cluster is not running");
		}
		return running;
	}

}
