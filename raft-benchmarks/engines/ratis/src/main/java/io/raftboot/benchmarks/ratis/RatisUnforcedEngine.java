package io.raftboot.benchmarks.ratis;

/** Apache Ratis that acknowledges without waiting for its log to be forced. */
public final class RatisUnforcedEngine extends RatisEngine {

	public RatisUnforcedEngine() {
		super(RatisVariant.UNFORCED);
	}

}
