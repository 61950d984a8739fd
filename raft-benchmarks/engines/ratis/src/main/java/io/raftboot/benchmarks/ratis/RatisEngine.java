package io.raftboot.benchmarks.ratis;

import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Engine;

/** Apache Ratis as shipped. */
public class RatisEngine implements Engine {

	private final RatisVariant variant;

	public RatisEngine() {
		this(RatisVariant.SHIPPED);
	}

	RatisEngine(RatisVariant variant) {
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
		return new RatisCluster(this.variant);
	}

}
