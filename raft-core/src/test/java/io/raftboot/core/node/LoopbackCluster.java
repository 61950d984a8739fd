package io.raftboot.core.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;

import static org.assertj.core.api.Assertions.fail;

/** Real nodes over TCP in one JVM, each with a recording machine. */
final class LoopbackCluster implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	final List<Peer> peers = new ArrayList<>();

	final List<RaftNode> nodes = new ArrayList<>();

	final List<RecordingMachine> machines = new ArrayList<>();

	private final Path directory;

	LoopbackCluster(Path directory, int size) throws IOException {
		this.directory = directory;
		List<ServerSocket> sockets = new ArrayList<>();
		for (int i = 1; i <= size; i++) {
			ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
			sockets.add(socket);
			this.peers.add(Peer.of("n" + i, "127.0.0.1:" + socket.getLocalPort()));
		}
		for (ServerSocket socket : sockets) {
			socket.close();
		}
		for (int i = 0; i < size; i++) {
			this.machines.add(new RecordingMachine());
			this.nodes.add(node(i, this.machines.get(i)));
		}
	}

	RaftNodeOptions.Builder options(int i) {
		return RaftNodeOptions.builder("n" + (i + 1))
			.bind(this.peers.get(i).address())
			.peers(this.peers)
			.dataDirectory(directoryOf(i))
			.electionTimeout(Duration.ofMillis(500))
			.heartbeatInterval(Duration.ofMillis(100));
	}

	RaftNode node(int i, RecordingMachine machine) {
		return new RaftNode(options(i).build(), Map.of("default", machine));
	}

	Path directoryOf(int i) {
		return this.directory.resolve("n" + (i + 1));
	}

	LoopbackCluster start() {
		this.nodes.forEach(RaftNode::start);
		return this;
	}

	/**
	 * Replaces a stopped node by a fresh one on the same directory, as a new process
	 * would.
	 */
	RaftNode restart(int i) {
		this.machines.set(i, new RecordingMachine());
		this.nodes.set(i, node(i, this.machines.get(i)));
		this.nodes.get(i).start();
		return this.nodes.get(i);
	}

	RaftNode awaitLeader() {
		await("a leader", () -> leader() >= 0);
		return this.nodes.get(leader());
	}

	RaftNode awaitFollower() {
		RaftNode leader = awaitLeader();
		RaftNode follower = this.nodes.stream().filter((node) -> node != leader).findFirst().orElseThrow();
		await("a follower that knows its leader", () -> follower.status().leader() != null);
		return follower;
	}

	int leader() {
		for (int i = 0; i < this.nodes.size(); i++) {
			if (this.nodes.get(i).status().role() == Role.LEADER) {
				return i;
			}
		}
		return -1;
	}

	/** Writes through this node, trying again while there is surely no effect. */
	Committed write(RaftNode node, String text) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (true) {
			try {
				return node.propose("default", RecordingMachine.bytes(text)).join();
			}
			catch (CompletionException ex) {
				boolean noEffect = ex.getCause() instanceof NotLeaderException
						|| ex.getCause() instanceof RaftBusyException
						|| ex.getCause() instanceof MachineNotReadyException;
				if (!noEffect || System.nanoTime() > deadline) {
					throw ex;
				}
				LockSupport.parkNanos(10_000_000L);
			}
		}
	}

	static void await(String what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				fail("No " + what + " within " + PATIENCE);
			}
			LockSupport.parkNanos(2_000_000L);
		}
	}

	@Override
	public void close() {
		this.nodes.forEach(RaftNode::close);
	}

}
