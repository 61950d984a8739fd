package io.raftboot.benchmarks.sofajraft;

import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Engine;

/** SOFAJRaft as shipped: log in RocksDB, reads by ReadIndex. */
public class SofaJRaftEngine implements Engine {

	private final SofaJRaftVariant variant;

	public SofaJRaftEngine() {
		this(SofaJRaftVariant.SHIPPED);
	}

	SofaJRaftEngine(SofaJRaftVariant variant) {
		this.variant = variant;
	}

	@Override
	public final String name() {
		return this.variant.engineName();
	}

	@Override
	public final String settings() {
		return this.variant.settings();
	}

	@Override
	public final boolean isDurable() {
		return true;
	}

	@Override
	public final ClusterUnderTest create() {
		return new SofaJRaftCluster(this.variant);
	}

}
