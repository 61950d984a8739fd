package io.raftboot.spring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * The cluster of a test with {@link EmbeddedRaftCluster}: its nodes, and what can happen
 * to them. For any thread; what changes the cluster happens one at a time, and returns
 * when it is done. Nodes are named by their ids, n1, n2, ...; a name that is none ends
 * with an {@link IllegalArgumentException}.
 */
public final class RaftCluster {

	private static final Duration START_PATIENCE = Duration.ofSeconds(60);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final MemoryNetwork network = new MemoryNetwork(MemoryNetworkOptions.realTime(1L));

	private final Map<String, RaftClusterNode> nodes = new LinkedHashMap<>();

	private final Leadership leadership;

	private final Path directory;

	RaftCluster(int size, NodeApplication application) {
		this.directory = temporaryDirectory();
		String peers = IntStream.rangeClosed(1, size)
			.mapToObj((i) -> "n" + i + "@" + address(i))
			.collect(Collectors.joining(","));
		for (int i = 1; i <= size; i++) {
			Path own = this.directory.resolve("n" + i);
			this.nodes.put("n" + i, new RaftClusterNode(new NodeIdentity("n" + i, address(i), peers, own),
					new NodeHost(this.network, own), application));
		}
		this.leadership = new Leadership(nodes());
	}

	private static Path temporaryDirectory() {
		try {
			return Files.createTempDirectory("raft-cluster-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("There is no place for the files of the application", ex);
		}
	}

	/** In the network in memory, which takes any name. */
	private static String address(int number) {
		return "memory:" + number;
	}

	/** All nodes, running or not, in the order of their ids. */
	public List<RaftClusterNode> nodes() {
		return List.copyOf(this.nodes.values());
	}

	/** The node with this id. */
	public RaftClusterNode node(String id) {
		RaftClusterNode node = this.nodes.get(id);
		if (node == null) {
			throw new IllegalArgumentException("There is no node " + id + ", only " + this.nodes.keySet());
		}
		return node;
	}

	/**
	 * The running node that a majority follows.
	 * @throws IllegalStateException if there is none now
	 */
	public RaftClusterNode leader() {
		RaftClusterNode leader = this.leadership.current();
		if (leader == null) {
			throw new IllegalStateException("There is no leader now: " + nodes());
		}
		return leader;
	}

	/**
	 * Waits for a leader that a majority follows, up to 20 seconds.
	 * @throws AssertionError if there is none until then
	 */
	public RaftClusterNode awaitLeader() {
		return Await.value(PATIENCE, this.leadership::current, () -> "No leader: " + nodes());
	}

	/**
	 * The running nodes but the leader.
	 * @throws IllegalStateException if there is no leader now
	 */
	public List<RaftClusterNode> followers() {
		RaftClusterNode leader = leader();
		return running().filter((node) -> node != leader).toList();
	}

	/**
	 * Waits until every running node has applied all that was acknowledged before, by
	 * whatever node, up to 20 seconds: then what they read locally is the same
	 * everywhere.
	 * @throws AssertionError if one has not until then
	 */
	public void awaitApplied() {
		long index = Await.value(PATIENCE, this.leadership::commitIndex, () -> "No leader: " + nodes());
		Await.value(PATIENCE, () -> isApplied(index), () -> "Not all nodes have applied " + index + ": " + nodes());
	}

	private @Nullable Boolean isApplied(long index) {
		return running().allMatch((node) -> node.status().appliedIndex() >= index) ? Boolean.TRUE : null;
	}

	private Stream<RaftClusterNode> running() {
		return this.nodes.values().stream().filter(RaftClusterNode::isRunning);
	}

	/**
	 * A client of the cluster: an object on which each call goes to the bean of this type
	 * in some running node, one after the other, rather in one that follows the leader. A
	 * call that ends because the node has stopped, is busy or knows no leader surely had
	 * no effect there; it is made again on another node, up to 20 seconds, also if it
	 * answers with a {@link java.util.concurrent.CompletionStage}. Everything else it
	 * ends with goes to the caller, {@code OutcomeUnknownException} too. What a lambda in
	 * an argument has captured stays what it was: it does not move to the other node.
	 * @param <T> type of the bean
	 * @param type an interface, or a class that is not final
	 * @return the client, for as long as the cluster
	 */
	public <T> T client(Class<T> type) {
		return ClusterClient.of(type, this.leadership, PATIENCE);
	}

	/**
	 * Kills a node as a power failure does: what was not forced to its disk is lost, its
	 * connections break, nobody is told. Then closes its application context. Files of
	 * the application stay as they are. Does nothing if it does not run.
	 */
	public synchronized void kill(String id) {
		node(id).kill();
	}

	/**
	 * Starts a node anew with what is on its disk. One that runs is stopped in order
	 * first.
	 */
	public synchronized void restart(String id) {
		RaftClusterNode node = node(id);
		node.stop();
		node.start();
	}

	/**
	 * Cuts the network between these nodes and all others. Replaces an earlier partition.
	 * Clients, {@link #leader} and {@link #awaitLeader} are on the side with more nodes;
	 * the beans of all nodes stay within reach of the test.
	 */
	public void partition(String... ids) {
		Set<String> side = Stream.of(ids).map((id) -> node(id).id()).collect(Collectors.toSet());
		Set<String> others = new TreeSet<>(this.nodes.keySet());
		others.removeAll(side);
		this.leadership.cutOff((side.size() < others.size()) ? side : others);
		this.network.partition(List.of(nodeIds(side), nodeIds(others)));
	}

	private static Set<NodeId> nodeIds(Set<String> ids) {
		return ids.stream().map(NodeId::of).collect(Collectors.toSet());
	}

	/**
	 * Makes every force on a node's disk take so much longer, also those that are going
	 * on, until {@link #heal}, {@link #kill}, or zero makes it fast again.
	 */
	public void slowDisk(String id, Duration forceTime) {
		node(id).host().forceTime(forceTime);
	}

	/** Ends partitions and makes all disks fast again. */
	public void heal() {
		this.network.heal();
		this.leadership.cutOff(Set.of());
		nodes().forEach((node) -> node.host().forceTime(Duration.ZERO));
	}

	/**
	 * Brings the cluster back into order: heals it, starts the nodes that are down and
	 * waits for a leader that all of them follow. Done before each test method.
	 */
	public synchronized void repair() {
		heal();
		startMissing();
	}

	/**
	 * Replaces the cluster by a new, empty one with the same nodes: new contexts, disks
	 * and directories.
	 */
	public synchronized void reset() {
		heal();
		stopAll();
		nodes().forEach((node) -> node.host().replace());
		startMissing();
	}

	/** For the first time; everything is released if it cannot. */
	synchronized void start() {
		try {
			startMissing();
		}
		catch (Throwable ex) {
			close();
			throw ex;
		}
	}

	private void startMissing() {
		AtOnce.run(nodes().stream().filter((node) -> !node.isRunning()).toList(), RaftClusterNode::start);
		Await.value(START_PATIENCE, this.leadership::agreed, () -> "No leader that all follow: " + nodes());
	}

	/** Without handing leadership around first. */
	private void stopAll() {
		AtOnce.run(nodes(), (node) -> {
			node.abandon();
			node.stop();
		});
	}

	synchronized void close() {
		try {
			heal();
			stopAll();
		}
		finally {
			deleteFiles();
		}
	}

	private void deleteFiles() {
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The files of the application in " + this.directory + " stay", ex);
		}
	}

	@Override
	public String toString() {
		return "Raft cluster " + nodes();
	}

}
