package io.raftboot.spring;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.Role;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.statemachine.CommitContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Nobody waits for the node on a thread of the node. */
@Timeout(60)
class OwnThreadTests {

	private final ReplicatedMachine machine = ReplicatedMachine.of(new Echo());

	private final ReplicatedMachines machines = new ReplicatedMachines(List.of(this.machine));

	private final RaftNode node = new RaftNode(
			RaftNodeOptions.builder("n1").proposalTimeout(Duration.ofMinutes(5)).build(),
			this.machines.stateMachines());

	private final RaftTemplate raft = new RaftTemplate(this.node, this.machines);

	@BeforeEach
	void start() {
		this.node.start();
		while (this.node.status().role() != Role.LEADER) {
			Thread.onSpinWait();
		}
	}

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void aQueryThatWaitsForTheNodeFailsAtOnce() {
		CompletableFuture<String> write = this.raft.query(Consistency.LOCAL, () -> this.raft.submitAndWait("a"));
		assertThatThrownBy(write::join).hasCauseInstanceOf(IllegalStateException.class)
			.hasMessageContaining("wait for itself");
		CompletableFuture<String> read = this.raft.query(Consistency.LOCAL,
				() -> this.raft.queryAndWait(Consistency.LINEARIZABLE, () -> "x"));
		assertThatThrownBy(read::join).hasCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void whatIsChainedToAFutureMaySubmitButNotWait() {
		CompletableFuture<String> waits = this.raft.<String>submit("a")
			.thenApply((answer) -> RaftNode.isOwnThread() ? this.raft.submitAndWait("b") : answer);
		CompletableFuture<String> chains = this.raft.<String>submit("a")
			.thenCompose((answer) -> this.raft.waitingForRoom(Duration.ofMinutes(1)).submit("b"));
		assertThat(chains.join()).isEqualTo("b");
		// On this thread if the future was complete already
		assertThat(waits.handle((answer, failure) -> (failure != null) ? "refused" : answer).join()).isIn("refused",
				"a");
	}

	@RaftStateMachine
	static final class Echo implements ReplicatedService<String, String> {

		@Override
		public String commit(String command, CommitContext context) {
			return command;
		}

		@Override
		public void reset(long index, InputStream in) {
		}

	}

}
