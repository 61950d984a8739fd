package io.raftboot.benchmarks.ratis;

/** Apache Ratis set up for throughput, still forcing before it acknowledges. */
public final class RatisTunedEngine extends RatisEngine {

	public RatisTunedEngine() {
		super(RatisVariant.TUNED);
	}

}
