package io.raftboot.core.node;

import java.util.List;

import io.raftboot.core.model.Role;
import org.junit.jupiter.api.Test;

/** Nodes that come back with an old configuration, and are needed all the same. */
class ReturningNodeTests extends TcpMembers {

	/** It does not know the candidate, which cannot win without its vote. */
	@Test
	void aNodeThatWasAwayVotesForACandidateThatJoinedSince() {
		threeNodes();
		this.nodes.get("n1").close();
		RaftNode fourth = join("n4", "n2", "n3");
		awaitVoters(4, fourth, this.nodes.get("n2"), this.nodes.get("n3"));
		write(this.nodes.get("n3"), "before");
		awaitTexts(List.of("before"), "n2", "n3", "n4");
		List.of("n2", "n3", "n4").forEach((id) -> this.nodes.get(id).close());
		restart("n1", options("n1"));
		restart("n3", options("n3").electionPriority(0));
		restart("n4", options("n4"));
		RaftNode back = this.nodes.get("n4");
		LoopbackCluster.await("n4 leads", () -> back.status().role() == Role.LEADER);
		write(back, "after");
		awaitTexts(List.of("before", "after"), "n1", "n3", "n4");
		awaitVoters(4, this.nodes.get("n1"));
	}

}
