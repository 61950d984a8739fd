package io.raftboot.core.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.statemachine.StateMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** State machines that share one log, and one that is added to it later. */
@Timeout(120)
class SeveralMachinesTests extends TcpMembers {

	private static final String ADDED = "added";

	private static final SnapshotOptions ON_DEMAND = SnapshotOptions.DEFAULTS.withLimits(0, 0, Duration.ZERO)
		.withTrailingEntries(0);

	/** Those named {@link #ADDED}, by node. */
	private final Map<String, RecordingMachine> added = new HashMap<>();

	private final Map<String, String> initialStates = new HashMap<>();

	private int commandVersion = 1;

	/** Three nodes of the old version, in which something was written. */
	private void oldCluster() {
		List.of("n1", "n2", "n3").forEach(this::options);
		List.of("n1", "n2", "n3").forEach(this::old);
		write(awaitLeader(), "first");
		awaitWritten(List.of("first"), "n1", "n2", "n3");
	}

	/** Three nodes that have both. */
	private void newCluster() {
		List.of("n1", "n2", "n3").forEach(this::options);
		List.of("n1", "n2", "n3").forEach(this::upgraded);
		awaitLeader();
	}

	/** (Re)starts a node with one machine. */
	private void old(String id) {
		launchAndSettle(id, false);
	}

	/** (Re)starts a node with both. */
	private void upgraded(String id) {
		launchAndSettle(id, true);
	}

	/** Until a restarted node follows, the others may lose their leader once more. */
	private void launchAndSettle(String id, boolean both) {
		boolean restart = this.nodes.containsKey(id);
		RaftNode node = launch(id, both);
		boolean alone = this.nodes.values()
			.stream()
			.noneMatch((other) -> other != node && other.status().state() == NodeState.RUNNING);
		if (restart && !alone) {
			await(id + " to be back", () -> node.status().quorum());
			awaitLiveLeader(node);
		}
	}

	private RaftNode launch(String id, boolean both) {
		if (this.nodes.containsKey(id)) {
			this.nodes.get(id).close();
		}
		Map<String, StateMachine> all = new LinkedHashMap<>();
		this.machines.put(id, machine(null));
		all.put(RaftNode.DEFAULT_MACHINE, this.machines.get(id));
		if (both) {
			this.added.put(id, machine(this.initialStates.get(id)));
			all.put(ADDED, this.added.get(id));
		}
		RaftNodeOptions options = options(id).peers(peers("n1", "n2", "n3"))
			.snapshots(ON_DEMAND)
			.segmentBytes(64 << 10)
			.build();
		this.nodes.put(id, new RaftNode(options, all));
		this.nodes.get(id).start();
		return this.nodes.get(id);
	}

	private RecordingMachine machine(String initialState) {
		RecordingMachine machine = new RecordingMachine();
		machine.initialState = initialState;
		machine.commandVersion = this.commandVersion;
		return machine;
	}

	/** Has this node lead, which takes its followers' consent and a moment. */
	private RaftNode lead(String id) {
		RaftNode node = this.nodes.get(id);
		while (node.status().role() != Role.LEADER) {
			try {
				awaitLeader().administration().transferLeadership(NodeId.of(id)).join();
			}
			catch (CompletionException ex) {
				LockSupport.parkNanos(10_000_000L); // whoever led has just changed
			}
		}
		this.nodes.values().forEach(this::awaitLiveLeader);
		return node;
	}

	private void refused(RaftNode node, String... reasons) {
		assertThatThrownBy(() -> node.propose(ADDED, bytes("too early")).join())
			.hasCauseInstanceOf(MachineNotReadyException.class)
			.hasMessageContaining("'added'")
			.hasMessageContainingAll(reasons);
	}

	private void awaitReady(String... ids) {
		for (String id : ids) {
			await("the added machine to be ready at " + id, () -> this.nodes.get(id).commandVersion(ADDED) == 1);
		}
	}

	/** The same as {@link #awaitTexts} without what only fills the log. */
	private void awaitWritten(List<String> texts, String... ids) {
		for (String id : ids) {
			await(texts + " at " + id,
					() -> this.machines.get(id)
						.texts()
						.stream()
						.filter((text) -> text.length() < 100)
						.toList()
						.equals(texts));
		}
	}

	private void awaitAdded(List<String> texts, String... ids) {
		for (String id : ids) {
			await(texts + " in the added machine of " + id, () -> this.added.get(id).texts().equals(texts));
		}
	}

	/** It shows its new texts a moment before it counts the reset. */
	private static void awaitReset(RecordingMachine machine) {
		await("one reset", () -> machine.resets.size() == 1);
	}

	private void awaitFailure(RaftNode node, String... reasons) {
		await("the end of " + node.status().nodeId(), () -> node.status().state() == NodeState.FAILED);
		assertThat(node.status().failure()).contains(reasons);
	}

	@Test
	void aMachineIsAddedByRollingRestart() {
		oldCluster();
		this.initialStates.putAll(Map.of("n1", "seed", "n2", "seed", "n3", "seed"));
		upgraded("n1");
		write(awaitLeader(), "second");
		upgraded("n2");
		RaftNode leader = lead("n1");
		await("news of n2", () -> leader.status().machines().get(1).reason().equals("[n3] without it"));
		refused(leader, "[n3] without it");
		refused(this.nodes.get("n2"), "[n3] without it");
		assertThat(leader.commandVersion(ADDED)).isZero();
		assertThat(leader.commandVersion(RaftNode.DEFAULT_MACHINE)).isEqualTo(1);
		write(leader, "third");
		lead("n3");
		refused(this.nodes.get("n2"), "the leader, node n3, does not have it");
		upgraded("n3");
		RaftNode last = lead("n2");
		awaitReady("n1", "n2", "n3");
		assertThat(last.propose(ADDED, bytes("at last")).join().result()).asString().isEqualTo("2");
		awaitAdded(List.of("seed", "at last"), "n1", "n2", "n3");
		awaitWritten(List.of("first", "second", "third"), "n1", "n2", "n3");
		assertThat(last.status().machines()).extracting(RaftStatus.MachineStatus::reason).containsOnlyNulls();
	}

	/** The leader does not change when the last member gets the machine. */
	@Test
	void whatItStartsWithGoesInFrontWhenTheLastMemberHasIt() {
		oldCluster();
		this.initialStates.put("n1", "seed");
		upgraded("n1");
		upgraded("n2");
		RaftNode leader = lead("n1");
		long term = leader.status().term();
		refused(leader, "n3");
		assertThat(this.added.get("n1").texts()).isEmpty();
		upgraded("n3");
		awaitReady("n1");
		leader.propose(ADDED, bytes("command")).join();
		awaitAdded(List.of("seed", "command"), "n1", "n2", "n3");
		assertThat(leader.status().term()).isEqualTo(term);
	}

	@Test
	void aClusterThatBeganWithDifferentMachinesTakesCommandsOfThoseThatAllHave() {
		List.of("n1", "n2", "n3").forEach(this::options);
		upgraded("n1");
		upgraded("n2");
		old("n3");
		write(awaitLeader(), "first");
		refused(lead("n1"), "[n3] without it");
	}

	@Test
	void aNewClusterTakesTheFirstCommandOfEachMachineAtOnce() {
		newCluster();
		RaftNode leader = awaitLeader();
		assertThat(leader.propose("default", bytes("a")).join().result()).asString().isEqualTo("1");
		assertThat(leader.propose(ADDED, bytes("b")).join().result()).asString().isEqualTo("1");
	}

	/** All have restarted, and one will never be heard of again. */
	@Test
	void whatIsInTheLogIsTakenAfterARestartWithOneNodeGone() {
		newCluster();
		awaitLeader().propose(ADDED, bytes("before")).join();
		this.nodes.values().forEach(RaftNode::close);
		this.nodes.remove("n3");
		upgraded("n1");
		upgraded("n2");
		RaftNode leader = lead("n1");
		leader.propose(ADDED, bytes("after")).join();
		awaitAdded(List.of("before", "after"), "n1", "n2");
		// Nobody has written there yet: who knows whether n3 has it.
		assertThatThrownBy(() -> leader.propose(bytes("never before").array()).join())
			.hasCauseInstanceOf(MachineNotReadyException.class)
			.hasMessageContaining("[n3] not heard of since node n1 started");
	}

	@Test
	void whatAMemberHadWhenItWentAwayStaysKnown() {
		newCluster();
		RaftNode leader = lead("n1");
		this.nodes.get("n2").close();
		leader.propose(ADDED, bytes("first of all")).join();
	}

	@Test
	void snapshotsHaveASectionForEachMachine() {
		newCluster();
		RaftNode leader = lead("n1");
		this.nodes.get("n3").close();
		leader.propose(ADDED, bytes("b1")).join();
		write(leader, "a1");
		leader.propose(ADDED, bytes("b2")).join();
		compact("n1", "n2");
		leader.propose(ADDED, bytes("b3")).join();
		upgraded("n3");
		awaitAdded(List.of("b1", "b2", "b3"), "n1", "n2", "n3");
		awaitWritten(List.of("a1"), "n1", "n2", "n3");
		awaitReset(this.added.get("n3"));
		upgraded("n2");
		awaitAdded(List.of("b1", "b2", "b3"), "n2");
		awaitReset(this.added.get("n2"));
	}

	@Test
	void aSnapshotFromBeforeRestoresIntoANodeWithMore() {
		oldCluster();
		compact("n1", "n2", "n3");
		write(awaitLeader(), "second");
		for (String id : List.of("n1", "n2", "n3")) {
			upgraded(id);
			awaitLeader();
		}
		awaitWritten(List.of("first", "second"), "n1", "n2", "n3");
		RaftNode leader = lead("n1");
		awaitReady("n1");
		leader.propose(ADDED, bytes("b")).join();
		awaitAdded(List.of("b"), "n1", "n2", "n3");
	}

	/** Else nobody could be away while the others are upgraded. */
	@Test
	void aSnapshotWithAMachineThatNothingHasReachedRestoresIntoANodeWithoutIt() {
		oldCluster();
		this.nodes.get("n3").close();
		upgraded("n1");
		write(awaitLeader(), "second");
		upgraded("n2");
		write(awaitLeader(), "third");
		compact("n1", "n2");
		old("n3");
		awaitWritten(List.of("first", "second", "third"), "n3");
		awaitReset(this.machines.get("n3"));
		old("n3");
		awaitWritten(List.of("first", "second", "third"), "n3");
	}

	@Test
	void aNodeStopsAtAnEntryForAMachineItLacks() {
		newCluster();
		awaitLeader().propose(ADDED, bytes("b")).join();
		RaftNode old = launch("n3", false);
		awaitFailure(old, "state machine 'added', which this node does not have", "start the version that has it");
		assertThat(this.machines.get("n3").texts()).isEmpty();
		write(awaitLeader(), "the others go on");
		upgraded("n3");
		awaitAdded(List.of("b"), "n3");
	}

	@Test
	void aNodeStopsAtASnapshotWithAMachineItLacks() {
		newCluster();
		lead("n1");
		this.nodes.get("n3").close();
		this.nodes.get("n1").propose(ADDED, bytes("b")).join();
		compact("n1", "n2");
		awaitFailure(launch("n3", false), "the state of a state machine 'added', which this node does not have");
		upgraded("n3");
		awaitAdded(List.of("b"), "n3");
	}

	@Test
	void aRestoreNeedsEveryMemberToo() throws IOException {
		byte[] backup = backupWithBoth();
		oldCluster();
		upgraded("n1");
		RaftNode other = lead("n1");
		assertThatThrownBy(() -> other.restore(new ByteArrayInputStream(backup)).join())
			.hasCauseInstanceOf(MachineNotReadyException.class)
			.hasMessageContaining("without it");
		upgraded("n2");
		upgraded("n3");
		RaftNode last = lead("n1");
		awaitReady("n1");
		last.restore(new ByteArrayInputStream(backup)).join();
		awaitAdded(List.of("b"), "n1", "n2", "n3");
	}

	private byte[] backupWithBoth() throws IOException {
		Map<String, StateMachine> both = Map.of(RaftNode.DEFAULT_MACHINE, new RecordingMachine(), ADDED,
				new RecordingMachine());
		try (RaftNode alone = new RaftNode(options("n8").snapshots(ON_DEMAND).build(), both)) {
			alone.start();
			await("a leader", () -> alone.status().role() == Role.LEADER);
			alone.propose(ADDED, bytes("b")).join();
			alone.snapshot().join();
			Path snapshots = this.directory.resolve("n8").resolve(RaftNodeOptions.GROUP).resolve("snap");
			try (Stream<Path> files = Files.list(snapshots)) {
				return Files.readAllBytes(files.findFirst().orElseThrow());
			}
		}
	}

	@Test
	void theLowestVersionCounts() {
		oldCluster();
		this.commandVersion = 3;
		List<String> ids = new ArrayList<>(List.of("n1", "n2", "n3"));
		for (String id : ids) {
			this.nodes.values().forEach((node) -> assertThat(node.commandVersion("default")).isLessThanOrEqualTo(1));
			old(id);
			write(awaitLeader(), "by " + id);
		}
		ids.forEach((id) -> await("version 3 at " + id, () -> this.nodes.get(id).commandVersion("default") == 3));
		awaitLeader().administration().addLearner(NodeId.of("n9"), "127.0.0.1:1").join();
		await("nobody knows what n9 can do", () -> awaitLeader().commandVersion("default") == 1);
		write(awaitLeader(), "all the same");
		RaftNode closed = this.nodes.get("n1");
		closed.close();
		assertThat(closed.commandVersion("default")).isZero();
		assertThatThrownBy(() -> closed.commandVersion("other")).isInstanceOf(IllegalArgumentException.class);
	}

	/** Has the logs of these begin behind a snapshot. */
	private void compact(String... ids) {
		for (int i = 0; i < 10; i++) {
			write(awaitLeader(), "x".repeat(20_000));
		}
		for (String id : ids) {
			RaftNode node = this.nodes.get(id);
			await("all at " + id, () -> node.status().appliedIndex() == awaitLeader().status().commitIndex());
			node.snapshot().join();
			await("a shorter log at " + id, () -> node.status().firstIndex() > 1);
		}
	}

}
