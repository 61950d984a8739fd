package io.raftboot.core.node;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Commands of a newer version wait until every member can apply them. */
@Timeout(120)
class CommandVersionTests {

	private static final CommandOptions SECOND = CommandOptions.DEFAULTS.withVersion(2);

	@TempDir
	private Path directory;

	@Test
	void aRollingRestartBringsANewVersionIn() {
		try (MemoryCluster cluster = new MemoryCluster(this.directory, 3, SnapshotOptions.DEFAULTS)) {
			cluster.write("old");
			upgrade(cluster, 0);
			upgrade(cluster, 1);
			cluster.write("in between");
			for (int i = 0; i < 2; i++) {
				RaftNode node = cluster.nodes.get(i);
				assertThatThrownBy(() -> node.submit("default", bytes("too early"), SECOND).join())
					.hasCauseInstanceOf(MachineNotReadyException.class)
					.hasMessageContaining("version 2");
			}
			upgrade(cluster, 2);
			cluster.awaitLeader();
			for (RaftNode node : cluster.nodes) {
				await("version 2 everywhere", () -> node.commandVersion("default") == 2);
				node.submit("default", bytes("new"), SECOND).join();
			}
			cluster.awaitEqual();
			assertThat(cluster.machines.get(0).texts()).containsExactly("old", "in between", "new", "new", "new");
		}
	}

	@Test
	void aNodeOfTheOldVersionStopsAtTheEntryAndSkipsNothing() {
		try (MemoryCluster cluster = new MemoryCluster(this.directory, 3, SnapshotOptions.DEFAULTS)) {
			for (int i = 0; i < 3; i++) {
				upgrade(cluster, i);
			}
			RaftNode leader = cluster.nodes.get(cluster.awaitLeader());
			await("version 2", () -> leader.commandVersion("default") == 2);
			leader.submit("default", bytes("new"), SECOND).join();
			cluster.awaitEqual();
			int old = (cluster.leader() + 1) % 3;
			RaftNode downgraded = cluster.restart(old);
			await("the end of the old one", () -> downgraded.status().state() == NodeState.FAILED);
			assertThat(downgraded.status().failure()).contains("version 2", "up to version 1", "start the version");
			assertThat(cluster.machines.get(old).texts()).isEmpty();
			cluster.write("the others go on");
		}
	}

	@Test
	void versionsHaveLimits() {
		for (int version : new int[] { 0, 65536 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> CommandOptions.DEFAULTS.withVersion(version));
		}
	}

	private static void upgrade(MemoryCluster cluster, int i) {
		RecordingMachine machine = new RecordingMachine();
		machine.commandVersion = 2;
		RaftNode node = cluster.prepare(i, machine);
		node.start();
		await("it to follow", () -> node.status().quorum());
	}

}
