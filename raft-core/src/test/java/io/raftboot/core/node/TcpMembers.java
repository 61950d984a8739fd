package io.raftboot.core.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Nodes over TCP in one JVM that come, go and move; for tests to extend. */
abstract class TcpMembers {

	private static final Set<Integer> GIVEN_PORTS = ConcurrentHashMap.newKeySet();

	@TempDir
	Path directory;

	final Map<String, RaftNode> nodes = new LinkedHashMap<>();

	final Map<String, RecordingMachine> machines = new LinkedHashMap<>();

	final Map<String, String> addresses = new LinkedHashMap<>();

	@AfterEach
	void close() {
		this.nodes.values().forEach(RaftNode::close);
	}

	final void threeNodes() {
		RaftNode first = standalone("n1");
		awaitVoters(2, first, join("n2", "n1"));
		awaitVoters(3, first, join("n3", "n1", "n2"));
	}

	final RaftNode standalone(String id) {
		return start(id, options(id));
	}

	final RaftNode join(String id, String... seeds) {
		return start(id, options(id).join(true).peers(peers(seeds)));
	}

	final void restart(String id, RaftNodeOptions.Builder options) {
		this.nodes.get(id).close();
		start(id, options);
	}

	final RaftNode start(String id, RaftNodeOptions.Builder options) {
		this.machines.put(id, new RecordingMachine());
		this.nodes.put(id, new RaftNode(options.build(), Map.of("default", this.machines.get(id))));
		this.nodes.get(id).start();
		return this.nodes.get(id);
	}

	final RaftNodeOptions.Builder options(String id) {
		return RaftNodeOptions.builder(id)
			.bind(this.addresses.computeIfAbsent(id, (key) -> freeAddress()))
			.dataDirectory(this.directory.resolve(id))
			.electionTimeout(Duration.ofMillis(500))
			.heartbeatInterval(Duration.ofMillis(100));
	}

	final List<Peer> peers(String... ids) {
		List<Peer> peers = new ArrayList<>();
		for (String id : ids) {
			peers.add(Peer.of(id, this.addresses.get(id)));
		}
		return peers;
	}

	final RaftNode awaitLeader() {
		LoopbackCluster.await("a leader", () -> leader() != null);
		return leader();
	}

	final RaftNode leader() {
		return this.nodes.values()
			.stream()
			.filter((node) -> node.status().role() == Role.LEADER && node.status().state() == NodeState.RUNNING
					&& node.status().membership().members().size() > 1)
			.findFirst()
			.orElse(null);
	}

	final RaftNode follower() {
		RaftNode leader = awaitLeader();
		return this.nodes.values()
			.stream()
			.filter((node) -> node != leader && node.status().state() == NodeState.RUNNING
					&& leader.status().nodeId().equals(node.status().leader()))
			.findFirst()
			.orElseThrow();
	}

	final void awaitVoters(int count, RaftNode... nodes) {
		for (RaftNode node : nodes) {
			LoopbackCluster.await(count + " voters at " + node.status().nodeId(),
					() -> node.status().membership().voters().size() == count && !node.status().membership().isJoint());
		}
	}

	final void awaitTexts(List<String> texts, String... ids) {
		for (String id : ids) {
			LoopbackCluster.await(texts + " at " + id, () -> this.machines.get(id).texts().equals(texts));
		}
	}

	/**
	 * Whoever led when nodes were closed or restarted may still count as the leader
	 * elsewhere: what is sent to it then ends as unknown, as it should.
	 */
	final void awaitLiveLeader(RaftNode node) {
		LoopbackCluster.await("a live leader at " + node.status().nodeId(), () -> {
			RaftStatus status = node.status();
			return this.nodes.values()
				.stream()
				.map(RaftNode::status)
				.anyMatch((other) -> other.state() == NodeState.RUNNING && other.role() == Role.LEADER
						&& other.term() == status.term() && other.nodeId().equals(status.leader()));
		});
	}

	final Committed write(RaftNode node, String text) {
		awaitLiveLeader(node);
		CompletionException latest = null;
		for (int i = 0; i < 500; i++) {
			try {
				return node.propose(text.getBytes(StandardCharsets.UTF_8)).join();
			}
			catch (CompletionException ex) {
				if (!(ex.getCause() instanceof NotLeaderException
						|| ex.getCause() instanceof MachineNotReadyException)) {
					throw ex;
				}
				latest = ex;
				LockSupport.parkNanos(10_000_000L);
			}
		}
		throw latest;
	}

	/** One that was given to nobody before: the system may name the same port again. */
	static String freeAddress() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int port = socket.getLocalPort();
			return GIVEN_PORTS.add(port) ? "127.0.0.1:" + port : freeAddress();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
