package io.raftboot.benchmarks.load;

import java.nio.ByteBuffer;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.AppliedState;
import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Completion;

/** Three state machines; what each is given is for a test to choose. */
class FaultyCluster implements ClusterUnderTest {

	private final AppliedOperations[] machines = { new AppliedOperations(), new AppliedOperations(),
			new AppliedOperations() };

	void apply(int node, ByteBuffer command) {
		this.machines[node].apply(command);
	}

	@Override
	public void propose(int node, ByteBuffer command, Completion completion) {
		for (int i = 0; i < this.machines.length; i++) {
			apply(i, command);
		}
		completion.accept(null, null);
	}

	@Override
	public String name() {
		return "faulty";
	}

	@Override
	public void start(ClusterSettings settings) {
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
	public AppliedState applied(int node) {
		return this.machines[node].state();
	}

	@Override
	public void close() {
	}

}
