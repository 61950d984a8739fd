package io.raftboot.benchmarks.cluster;

import java.util.function.Supplier;

/**
 * An engine that can be measured. Others than Raft Boot are subclasses in modules of
 * their own, found by {@code ServiceLoader}.
 */
public class Engine {

	private final String name;

	private final String settings;

	private final boolean durable;

	private final Supplier<ClusterUnderTest> clusters;

	/**
	 * An engine.
	 * @param name what {@code --engine} takes, with the mode if there are several
	 * @param settings version, and every setting that is not at its default
	 * @param durable whether it forces its log before it acknowledges
	 * @param clusters makes new, not yet started clusters
	 */
	protected Engine(String name, String settings, boolean durable, Supplier<ClusterUnderTest> clusters) {
		this.name = name;
		this.settings = settings;
		this.durable = durable;
		this.clusters = clusters;
	}

	public final String name() {
		return this.name;
	}

	public final String settings() {
		return this.settings;
	}

	public final boolean isDurable() {
		return this.durable;
	}

	/** A new, not yet started cluster. */
	public final ClusterUnderTest create() {
		return this.clusters.get();
	}

}
