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
	 * And not when the time of the call is over, ten seconds. An answer of the other one
	 * that was on its way moves the loss of the quorum behind the time of the hand-over:
	 * then it is refused, and the quorum is lost after that.
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
