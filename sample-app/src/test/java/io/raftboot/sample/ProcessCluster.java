package io.raftboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import org.springframework.util.FileSystemUtils;

/**
 * A cluster of the sample in real processes on the loopback interface. Its files are kept
 * under {@code target/it/<name>} until the next run; its processes end with it, at the
 * latest with the JVM of the test.
 */
final class ProcessCluster implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Path directory;

	private final List<NodeProcess> nodes = new ArrayList<>();

	private final List<NodeProcess> strangers = new ArrayList<>();

	private final Thread killer = new Thread(this::killAll);

	private ProcessCluster(Path directory) {
		this.directory = directory;
		Runtime.getRuntime().addShutdownHook(this.killer);
	}

	/** Makes a cluster of nodes n1, n2, ... and starts none of them. */
	static ProcessCluster of(String name, int size) {
		Path directory = Path.of("target", "it", name).toAbsolutePath();
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		ProcessCluster cluster = new ProcessCluster(directory);
		List<Integer> raftPorts = new ArrayList<>();
		List<String> peers = new ArrayList<>();
		for (int i = 1; i <= size; i++) {
			raftPorts.add(FreePorts.next());
			peers.add("n" + i + "@127.0.0.1:" + raftPorts.get(i - 1));
		}
		for (int i = 1; i <= size; i++) {
			cluster.nodes.add(new NodeProcess("n" + i, FreePorts.next(), raftPorts.get(i - 1),
					directory.resolve("n" + i), String.join(",", peers)));
		}
		return cluster;
	}

	/** Makes a cluster, starts all nodes and waits until they have a leader. */
	static ProcessCluster started(String name, int size) {
		ProcessCluster cluster = of(name, size);
		try {
			cluster.startAll();
			cluster.awaitLeader();
			return cluster;
		}
		catch (Throwable ex) {
			cluster.close();
			throw ex;
		}
	}

	/** Where its files are. */
	Path directory() {
		return this.directory;
	}

	String name() {
		return String.valueOf(this.directory.getFileName());
	}

	List<NodeProcess> nodes() {
		return this.nodes;
	}

	String peers() {
		return this.nodes.stream()
			.map((node) -> node.id() + "@127.0.0.1:" + node.raftPort())
			.collect(Collectors.joining(","));
	}

	/** Another process that ends with the cluster. */
	NodeProcess stranger(String directoryName, String id, int raftPort, String peers) {
		NodeProcess stranger = new NodeProcess(id, FreePorts.next(), raftPort, this.directory.resolve(directoryName),
				peers);
		this.strangers.add(stranger);
		return stranger;
	}

	void startAll() {
		this.nodes.forEach(NodeProcess::start);
	}

	/** Ends the processes that do not belong to the cluster. */
	void killStrangers() {
		this.strangers.forEach(NodeProcess::kill);
		this.strangers.clear();
	}

	/** SIGKILL to all at once. */
	void killAll() {
		List<NodeProcess> all = new ArrayList<>(this.nodes);
		all.addAll(this.strangers);
		all.parallelStream().forEach(NodeProcess::kill);
	}

	static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).pollDelay(Duration.ZERO);
	}

	/** Waits until all living nodes know the same living leader. */
	NodeProcess awaitLeader() {
		return await("a leader").until(this::agreedLeader, Objects::nonNull);
	}

	/** The living leader that all living nodes know, or null. */
	private NodeProcess agreedLeader() {
		List<NodeProcess> alive = this.nodes.stream().filter(NodeProcess::isAlive).toList();
		List<String> leaders = alive.stream().map(NodeProcess::leader).distinct().toList();
		if (leaders.size() != 1) {
			return null;
		}
		return alive.stream().filter((node) -> node.id().equals(leaders.get(0))).findFirst().orElse(null);
	}

	/** Waits until a node is up and has applied what the leader has committed now. */
	void awaitCaughtUp(NodeProcess node) {
		long commit = awaitLeader().index("commit");
		await(node.id() + " to apply up to " + commit).until(() -> node.index("applied") >= commit);
	}

	@Override
	public void close() {
		killAll();
		try {
			Runtime.getRuntime().removeShutdownHook(this.killer);
		}
		catch (IllegalStateException ex) {
			// The JVM is ending: the hook runs anyway.
		}
	}

	@Override
	public String toString() {
		return this.nodes.toString();
	}

}
