package io.raftboot.benchmarks.cluster;

/** The engines by the names that {@code --engine} takes. */
public final class Engines {

	private Engines() {
	}

	/**
	 * A new, not yet started cluster of this engine.
	 * @throws IllegalArgumentException if there is none of this name
	 */
	public static ClusterUnderTest create(String name) {
		return switch (name) {
			case "raftboot" -> new RaftBootCluster();
			case "instant" -> new InstantCluster();
			default -> throw new IllegalArgumentException("Unknown engine '" + name + "'; there are raftboot, instant");
		};
	}

}
