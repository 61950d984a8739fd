package io.raftboot.benchmarks.sofajraft;

import io.raftboot.benchmarks.cluster.Engine;

/** SOFAJRaft as shipped: log in RocksDB, reads by ReadIndex. */
public class SofaJRaftEngine extends Engine {

	public SofaJRaftEngine() {
		this(SofaJRaftVariant.SHIPPED);
	}

	SofaJRaftEngine(SofaJRaftVariant variant) {
		super(variant.engineName(), variant.settings(), variant.isDurable(), () -> new SofaJRaftCluster(variant));
	}

}
