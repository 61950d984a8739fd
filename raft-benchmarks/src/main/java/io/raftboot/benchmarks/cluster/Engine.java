package io.raftboot.benchmarks.cluster;

/**
 * An engine that can be measured. Others than Raft Boot come from modules of their own,
 * found by {@code ServiceLoader}.
 */
public interface Engine {

	/** The name that {@code --engine} takes, with the mode if there are several. */
	String name();

	/** Version, and every setting that is not at its default, for the report. */
	String settings();

	/** Whether it forces its log before it acknowledges. */
	boolean isDurable();

	/** A new, not yet started cluster. */
	ClusterUnderTest create();

}
