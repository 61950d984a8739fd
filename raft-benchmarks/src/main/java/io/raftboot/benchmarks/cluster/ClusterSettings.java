package io.raftboot.benchmarks.cluster;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a cluster is set up.
 *
 * @param directory empty directory; each node makes its own inside
 * @param nodes how many voters
 * @param electionTimeout a follower campaigns after one to two times this
 * @param heartbeatInterval how often a leader speaks at least
 */
public record ClusterSettings(Path directory, int nodes, Duration electionTimeout, Duration heartbeatInterval) {

	/** What the engines are measured with unless a mode says otherwise. */
	public static final Duration ELECTION_TIMEOUT = Duration.ofMillis(500);

	/** A fifth of the election timeout. */
	public static final Duration HEARTBEAT_INTERVAL = Duration.ofMillis(100);

	public static ClusterSettings of(Path directory, int nodes) {
		return new ClusterSettings(directory, nodes, ELECTION_TIMEOUT, HEARTBEAT_INTERVAL);
	}

}
