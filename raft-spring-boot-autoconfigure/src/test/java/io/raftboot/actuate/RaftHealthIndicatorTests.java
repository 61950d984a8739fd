package io.raftboot.actuate;

import java.util.List;

import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RaftHealthIndicatorTests {

	private final RaftNode node = mock(RaftNode.class);

	private final RaftHealthIndicator indicator = new RaftHealthIndicator(this.node, new RaftHealthReasons());

	@Test
	void aHealthyNodeIsUp() {
		Health health = health(StatusBuilder.follower("n2").indexes(5, 5).build());
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("node", "n1")
			.containsEntry("role", "FOLLOWER")
			.containsEntry("leader", "n2")
			.containsEntry("term", 7L)
			.containsEntry("quorum", true)
			.containsEntry("commitIndex", 5L)
			.containsEntry("appliedIndex", 5L)
			.containsEntry("reasons", List.of())
			.doesNotContainKey("why");
	}

	@Test
	void aNodeWithoutALeaderIsOutOfService() {
		Health health = health(StatusBuilder.follower(null).indexes(5, 5).build());
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).doesNotContainKey("leader")
			.containsEntry("why",
					List.of("No leader is known", "What was committed when the node joined is not applied yet"));
	}

	@Test
	void aNodeThatCatchesUpIsOutOfService() {
		Health health = health(StatusBuilder.follower("n2").indexes(5, 4).build());
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("reasons", List.of(HealthReason.CATCHING_UP));
	}

	@Test
	void aStoppedNodeIsOutOfService() {
		Health health = health(StatusBuilder.follower(null).state(NodeState.STOPPED, null).build());
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("role", "STOPPED");
	}

	@Test
	void aFailedNodeIsDownAndSaysWhy() {
		Health health = health(StatusBuilder.leader().state(NodeState.FAILED, "the disk is gone").build());
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("role", "FAILED")
			.containsEntry("why", List.of("The node stopped itself: the disk is gone"));
	}

	@Test
	void aNodeWhoseStateDiffersFromTheMajorityIsDown() {
		Health health = health(
				StatusBuilder.follower("n2").indexes(5, 5).divergence(divergence("n2", "n1", true)).build());
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("reasons", List.of(HealthReason.STATE_DIFFERS));
		assertThat(health.getDetails().get("why").toString()).contains("after entry 4: 1 on n2; 2 on n1");
	}

	@Test
	void aNodeOfTheMajorityIsUp() {
		Health health = health(
				StatusBuilder.follower("n2").indexes(5, 5).divergence(divergence("n1", "n2", true)).build());
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("reasons", List.of());
	}

	@Test
	void aTieIsToldWhileServingGoesOn() {
		Health health = health(
				StatusBuilder.follower("n2").indexes(5, 5).divergence(divergence("n1", "n2", false)).build());
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("reasons", List.of(HealthReason.DIVERGED));
		assertThat(health.getDetails().get("why").toString()).contains("no majority agrees", "after entry 4");
	}

	@Test
	void aDiskInTroubleIsToldWhileServingGoesOn() {
		Health health = health(StatusBuilder.leader().indexes(5, 5).diskFull().build());
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("reasons", List.of(HealthReason.DISK_LOW))
			.containsEntry("why", List.of("The disk of the data directory is nearly full: the log cannot grow"));
		assertThat(health(StatusBuilder.follower(null).diskFull().catchUp(5).indexes(5, 5).build()).getStatus())
			.isEqualTo(Status.OUT_OF_SERVICE);
	}

	static Divergence divergence(String first, String second, boolean decided) {
		return new Divergence("default", 4, List.of(new Divergence.Side(1, List.of(NodeId.of(first))),
				new Divergence.Side(2, List.of(NodeId.of(second)))), decided);
	}

	@Test
	void aNodeThatCannotBeAskedIsDown() {
		given(this.node.status()).willThrow(new IllegalStateException("broken"));
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

	private Health health(RaftStatus status) {
		given(this.node.status()).willReturn(status);
		return this.indicator.health();
	}

}
