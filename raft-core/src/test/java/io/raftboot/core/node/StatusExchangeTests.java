package io.raftboot.core.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What nodes tell each other of themselves. */
@Timeout(120)
class StatusExchangeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@TempDir
	Path directory;

	@Test
	void everyNodeTellsEveryOtherHowItIs() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3).start()) {
			long index = cluster.write(cluster.awaitLeader(), "a").index();
			await("all to apply it",
					() -> cluster.nodes.stream().allMatch((node) -> node.status().appliedIndex() >= index));
			RaftStatus leader = cluster.awaitLeader().status();
			for (RaftNode asking : cluster.nodes) {
				for (RaftNode asked : cluster.nodes) {
					NodeId id = asked.status().nodeId();
					MemberStatus status = asking.statusOf(id, PATIENCE).get(30, TimeUnit.SECONDS);
					assertThat(status.role()).isEqualTo(id.equals(leader.nodeId()) ? Role.LEADER : Role.FOLLOWER);
					assertThat(status.leader()).isEqualTo(leader.nodeId());
					assertThat(status.term()).isEqualTo(leader.term());
					assertThat(status.firstIndex()).isEqualTo(1);
					assertThat(status.lastIndex()).isGreaterThanOrEqualTo(index);
					assertThat(status.durableIndex()).isGreaterThanOrEqualTo(index);
					assertThat(status.commitIndex()).isGreaterThanOrEqualTo(index);
					assertThat(status.appliedIndex()).isGreaterThanOrEqualTo(index);
					assertThat(status.snapshotIndex()).isZero();
					assertThat(status.logBytes()).isPositive();
				}
			}
		}
	}

	@Test
	void whoDoesNotRunDoesNotAnswer() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3).start()) {
			RaftNode asking = cluster.awaitFollower();
			RaftNode gone = cluster.nodes.stream()
				.filter((node) -> node != asking && node.status().role() != Role.LEADER)
				.findFirst()
				.orElseThrow();
			NodeId id = gone.status().nodeId();
			gone.close();
			CompletableFuture<MemberStatus> call = asking.statusOf(id, Duration.ofMillis(200));
			assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(RaftTimeoutException.class)
				.hasMessageContaining("Node " + id);
			CompletableFuture<MemberStatus> stranger = asking.statusOf(NodeId.of("stranger"), PATIENCE);
			assertThatThrownBy(() -> stranger.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(RaftTimeoutException.class)
				.hasMessageContaining("Node stranger cannot be reached");
			CompletableFuture<MemberStatus> own = gone.statusOf(id, PATIENCE);
			assertThatThrownBy(() -> own.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(RaftStoppedException.class);
		}
	}

}
