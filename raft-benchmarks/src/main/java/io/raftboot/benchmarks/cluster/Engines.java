package io.raftboot.benchmarks.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

import io.raftboot.benchmarks.limits.BareCluster;

/** The engines on the class path, by the names that {@code --engine} takes. */
public final class Engines {

	private static final String BUNDLED = "raftboot-bundled";

	private static final String UNFORCED = "raftboot-unforced";

	private Engines() {
	}

	/**
	 * The engine of this name.
	 * @throws IllegalArgumentException if there is none
	 */
	public static Engine named(String name) {
		List<Engine> engines = all();
		for (Engine engine : engines) {
			if (engine.name().equals(name)) {
				return engine;
			}
		}
		throw new IllegalArgumentException("Unknown engine '" + name + "'; there are "
				+ String.join(", ", engines.stream().map(Engine::name).toList()));
	}

	/** A new, not yet started cluster of the engine of this name. */
	public static ClusterUnderTest create(String name) {
		return named(name).create();
	}

	/** All that are on the class path. */
	public static List<Engine> all() {
		List<Engine> engines = new ArrayList<>(List.of(
				new Engine("raftboot", "all at their defaults", true, RaftBootCluster::new),
				new Engine(BUNDLED, "all at their defaults; reads by one linearizable read at a time for all that wait",
						true, () -> RaftBootCluster.withBundledReads(BUNDLED)),
				new Engine(UNFORCED,
						"all at their defaults, on a file system of the benchmark whose forces do nothing: the "
								+ "engine has no such option",
						false, () -> RaftBootCluster.unforced(UNFORCED)),
				new Engine(BareCluster.NAME, BareCluster.SETTINGS, true, BareCluster::new),
				new Engine("instant", "no engine at all", false, InstantCluster::new)));
		ServiceLoader.load(Engine.class).forEach(engines::add);
		return engines;
	}

}
