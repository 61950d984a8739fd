package io.raftboot.actuate;

import java.util.HashMap;
import java.util.Map;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.info.Info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RaftInfoContributorTests {

	private final RaftNode node = mock(RaftNode.class);

	@SuppressWarnings("unchecked")
	private Map<String, Object> raft(RaftStatus status) {
		given(this.node.status()).willReturn(status);
		Info.Builder info = new Info.Builder();
		new RaftInfoContributor(this.node).contribute(info);
		Map<String, Object> raft = new HashMap<>((Map<String, Object>) info.build().get("raft"));
		// Only classes in a jar know theirs
		raft.remove("version");
		return raft;
	}

	/** The endpoint is often open to everybody: no addresses, and no directory. */
	@Test
	void itSaysWhichNodeThisIsAndNoMore() {
		assertThat(raft(StatusBuilder.follower("n2").build())).containsEntry("node", "n1")
			.containsEntry("group", "default")
			.containsEntry("role", "FOLLOWER")
			.containsEntry("term", 7L)
			.containsEntry("leader", "n2")
			.containsOnlyKeys("node", "group", "role", "term", "leader", "clusterId");
	}

	@Test
	void whatIsNotKnownIsNotThere() {
		assertThat(raft(StatusBuilder.follower(null).clusterId(ClusterId.NONE).build())).containsOnlyKeys("node",
				"group", "role", "term");
	}

	@Test
	void aNodeThatHasFailedSaysSoWithoutItsReason() {
		assertThat(raft(StatusBuilder.leader().state(NodeState.FAILED, "/data/secret is gone").build()))
			.containsEntry("role", "FAILED")
			.satisfies((raft) -> assertThat(raft.toString()).doesNotContain("secret"));
	}

}
