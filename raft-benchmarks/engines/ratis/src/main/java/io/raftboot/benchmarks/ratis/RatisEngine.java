package io.raftboot.benchmarks.ratis;

import io.raftboot.benchmarks.cluster.Engine;

/** Apache Ratis as shipped. */
public class RatisEngine extends Engine {

	public RatisEngine() {
		this(RatisVariant.SHIPPED);
	}

	RatisEngine(RatisVariant variant) {
		super(variant.engineName(), variant.settings(), variant.isDurable(), () -> new RatisCluster(variant));
	}

}
