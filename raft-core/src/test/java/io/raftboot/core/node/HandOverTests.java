package io.raftboot.core.node;

import java.nio.file.Path;

import io.raftboot.core.model.TimeoutNow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Leadership that is handed to a node that dies at that moment. */
class HandOverTests {

	@TempDir
	Path directory;

	/**
	 * And not when the time of the call is over, ten seconds. Which of the two endings it
	 * is depends on answers that were on their way; {@link AdminWorkTests} has each.
	 */
	@Test
	void endsWhenTheLeaderHasLostItsQuorum() {
		try (MemoryCluster cluster = new MemoryCluster(this.directory, 2, SnapshotOptions.DEFAULTS)) {
			cluster.write("first");
			RaftNode leader = cluster.nodes.get(cluster.awaitLeader());
			cluster.watching = (to, message) -> {
				if (message instanceof TimeoutNow) {
					cluster.network.cut(leader.status().nodeId(), to);
					cluster.network.cut(to, leader.status().nodeId());
				}
			};
			assertThatThrownBy(() -> leader.administration().transferLeadership(null).join()).cause()
				.isInstanceOfAny(OutcomeUnknownException.class, ChangeRefusedException.class);
		}
	}

}
