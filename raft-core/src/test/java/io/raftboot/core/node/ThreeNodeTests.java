package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommandRejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static io.raftboot.core.node.RecordingMachine.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class ThreeNodeTests {

	@TempDir
	Path directory;

	@Test
	void aWriteThroughAnyNodeIsReadableOnEveryOther() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3).start()) {
			cluster.awaitLeader();
			for (int i = 0; i < 3; i++) {
				cluster.write(cluster.nodes.get(i), "from n" + (i + 1));
				for (int reader = 0; reader < 3; reader++) {
					RecordingMachine machine = cluster.machines.get(reader);
					List<String> seen = cluster.nodes.get(reader).query(Consistency.LINEARIZABLE, machine::texts).get();
					assertThat(seen).hasSize(i + 1).endsWith("from n" + (i + 1));
				}
			}
		}
	}

	@Test
	void anotherNodeLeadsWhenTheLeaderStops() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3).start()) {
			cluster.write(cluster.awaitLeader(), "before");
			int old = cluster.leader();
			cluster.nodes.get(old).close();
			assertThat(cluster.nodes.get(old).status().state()).isEqualTo(NodeState.STOPPED);
			cluster.write(cluster.awaitLeader(), "after");
			cluster.restart(old);
			await("the old leader to catch up",
					() -> cluster.machines.get(old).texts().equals(List.of("before", "after")));
		}
	}

	@Test
	void everyAcknowledgedWriteIsThereAfterAllWereStopped() throws Exception {
		List<String> acknowledged = new ArrayList<>();
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3).start()) {
			RaftNode leader = cluster.awaitLeader();
			for (int i = 0; i < 200; i++) {
				cluster.write(leader, "w" + i);
				acknowledged.add("w" + i);
			}
			cluster.nodes.forEach(RaftNode::close);
			for (int i = 0; i < 3; i++) {
				cluster.restart(i);
			}
			for (int i = 0; i < 3; i++) {
				int node = i;
				await("all writes on n" + (i + 1), () -> cluster.machines.get(node).texts().equals(acknowledged));
			}
		}
	}

	@Test
	void aNodeThatLostItsDiskIsRefusedAndTheOthersGoOn() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3).start()) {
			cluster.write(cluster.awaitLeader(), "kept");
			int wiped = (cluster.leader() + 1) % 3;
			cluster.nodes.get(wiped).close();
			delete(cluster.directoryOf(wiped));
			RaftNode stranger = cluster.restart(wiped);
			int other = 3 - wiped - cluster.leader();
			cluster.write(cluster.nodes.get(other), "more");
			assertThat(stranger.status().lastIndex()).isZero();
			assertThatThrownBy(() -> stranger.propose("default", bytes("x")).get())
				.hasCauseInstanceOf(NotLeaderException.class);
		}
	}

	/**
	 * The planted fault of the wiped node: it must not make a majority with a late, empty
	 * one.
	 */
	@Test
	void aWipedNodeAndOneThatNeverHeardOfTheClusterElectNobody() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3).start()) {
			cluster.write(cluster.awaitLeader(), "kept");
			int leader = cluster.leader();
			cluster.nodes.forEach(RaftNode::close);
			for (int i = 0; i < 3; i++) {
				if (i != leader) {
					delete(cluster.directoryOf(i));
					cluster.restart(i);
				}
			}
			RaftNode one = cluster.nodes.get((leader + 1) % 3);
			RaftNode two = cluster.nodes.get((leader + 2) % 3);
			await("both to have tried", () -> one.status().electionsStarted() + two.status().electionsStarted() > 0
					|| one.status().peers().stream().anyMatch(RaftStatus.PeerStatus::connected));
			long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
			await("three seconds to pass without a leader", () -> {
				assertThat(one.status().role()).isNotEqualTo(Role.LEADER);
				assertThat(two.status().role()).isNotEqualTo(Role.LEADER);
				return System.nanoTime() > until;
			});
		}
	}

	@Test
	void nodesWithDifferentPeerListsFormNoCluster() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3)) {
			List<Peer> others = new ArrayList<>(cluster.peers.subList(0, 2));
			others.add(Peer.of("n4", "127.0.0.1:1"));
			RaftNode odd = new RaftNode(cluster.options(0).peers(others).build(),
					Map.of("default", new RecordingMachine()));
			cluster.nodes.set(0, odd);
			cluster.start();
			long until = System.nanoTime() + Duration.ofSeconds(2).toNanos();
			await("two seconds to pass without a leader", () -> {
				assertThat(cluster.leader()).isEqualTo(-1);
				return System.nanoTime() > until;
			});
		}
	}

	@Test
	void callsEndWhenTheMajorityIsGone() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3).start()) {
			RaftNode leader = cluster.awaitLeader();
			cluster.write(leader, "before");
			cluster.nodes.stream().filter((node) -> node != leader).forEach(RaftNode::close);
			List<CompletableFuture<Committed>> calls = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				calls.add(leader.propose("default", bytes("lost " + i)));
			}
			CompletableFuture<Long> read = leader.read(Consistency.LINEARIZABLE);
			await("all calls to end", () -> read.isDone() && calls.stream().allMatch(CompletableFuture::isDone));
			assertThat(calls).allSatisfy((call) -> assertThatThrownBy(call::join).cause()
				.isInstanceOfAny(OutcomeUnknownException.class, NotLeaderException.class));
			assertThat(read).isCompletedExceptionally();
			await("no call to be counted", () -> leader.status().pendingProposals() == 0);
		}
	}

	@Test
	void initialStateOfTheFirstLeaderReachesEveryNodeOnceInFrontOfTheFirstCommand() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3)) {
			cluster.machines.forEach((machine) -> machine.initialState = "seed");
			cluster.start();
			cluster.write(cluster.awaitLeader(), "first");
			int old = cluster.leader();
			cluster.nodes.get(old).close();
			cluster.write(cluster.awaitLeader(), "second");
			cluster.restart(old).close();
			cluster.machines.get(old).initialState = "seed";
			cluster.restart(old);
			for (RecordingMachine machine : cluster.machines) {
				await("seed, then both commands", () -> machine.texts().equals(List.of("seed", "first", "second")));
			}
		}
	}

	@Test
	void theProcessHookRunsOnTheLeaderForCommandsOfEveryNode() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3)) {
			for (int i = 0; i < 3; i++) {
				String name = "n" + (i + 1);
				cluster.machines.get(i).processor = (command) -> {
					if (text(command).equals("bad")) {
						throw new CommandRejectedException("not this");
					}
					return bytes(text(command) + " by " + name);
				};
				cluster.nodes.set(i, cluster.node(i, cluster.machines.get(i)));
			}
			cluster.start();
			String leader = "n" + (cluster.nodes.indexOf(cluster.awaitLeader()) + 1);
			cluster.write(cluster.awaitLeader(), "a");
			cluster.write(cluster.awaitFollower(), "b");
			for (RaftNode node : List.of(cluster.awaitLeader(), cluster.awaitFollower())) {
				assertThatThrownBy(() -> node.propose("default", bytes("bad")).get())
					.hasCauseInstanceOf(CommandRejectedException.class)
					.hasMessageContaining("not this");
			}
			RecordingMachine machine = cluster.machines.get(cluster.leader());
			LoopbackCluster.await("both", () -> machine.texts().equals(List.of("a by " + leader, "b by " + leader)));
		}
	}

	@Test
	void anExceptionOfCommitIsAResultAndTheNodeGoesOn() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3).start()) {
			RaftNode leader = cluster.awaitLeader();
			cluster.write(leader, "a");
			for (RaftNode node : List.of(leader, cluster.awaitFollower())) {
				assertThatThrownBy(() -> node.propose("default", bytes("throw")).get()).cause()
					.isInstanceOfSatisfying(CommandFailedException.class, (failure) -> assertThat(failure.type())
						.isEqualTo(IllegalArgumentException.class.getName()));
			}
			cluster.write(leader, "b");
			for (RecordingMachine machine : cluster.machines) {
				await("both commands everywhere", () -> machine.texts().equals(List.of("a", "b")));
			}
		}
	}

	@Test
	void aFailureOfTheStateMachineAloneStopsTheNodeAndSaysWhy() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3).start()) {
			RaftNode leader = cluster.awaitLeader();
			cluster.write(leader, "a");
			assertThatThrownBy(() -> leader.propose("default", bytes("fail")).get())
				.hasCauseInstanceOf(OutcomeUnknownException.class);
			await("the node to have failed", () -> leader.status().state() == NodeState.FAILED);
			assertThat(leader.status().failure()).contains("disk of the machine");
			assertThatThrownBy(() -> leader.propose("default", bytes("x")).get())
				.hasCauseInstanceOf(RaftStoppedException.class);
		}
	}

	@Test
	void listenersHearOfRolesAndLeadersInOrder() throws Exception {
		try (LoopbackCluster cluster = new LoopbackCluster(this.directory, 3)) {
			List<RaftEvent> events = new CopyOnWriteArrayList<>();
			cluster.nodes.forEach((node) -> node.addListener(events::add));
			cluster.start();
			RaftNode leader = cluster.awaitLeader();
			await("every node to name the leader",
					() -> events.stream()
						.filter((event) -> event instanceof RaftEvent.LeaderChanged changed
								&& leader.status().nodeId().equals(changed.leader()))
						.count() == 3);
			assertThat(events).contains(new RaftEvent.RoleChanged(Role.LEADER, leader.status().term()));
		}
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

}
