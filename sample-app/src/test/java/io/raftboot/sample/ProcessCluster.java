package io.raftboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster of the sample in real processes on the loopback interface. Its files are kept
 * under {@code target/it/<name>} until the next run; its processes end with it, at the
 * latest with the JVM of the test.
 */
final class ProcessCluster implements AutoCloseable {

	/** A setting: the nodes talk to each other over the port for clients. */
	static final String OVER_HTTP = "--raft.transport.type=http";

	private static final Duration PATIENCE = Duration.ofSeconds(180);

	private final Path directory;

	private final List<String> settings;

	/** Read by clients while nodes come and go. */
	private final List<NodeProcess> nodes = new CopyOnWriteArrayList<>();

	private final List<NodeProcess> strangers = new CopyOnWriteArrayList<>();

	private int made;

	private final Thread killer = new Thread(this::killAll);

	private ProcessCluster(Path directory, String... settings) {
		this.directory = directory;
		this.settings = List.of(settings);
		Runtime.getRuntime().addShutdownHook(this.killer);
	}

	/**
	 * Makes a cluster of nodes n1, n2, ... and starts none of them.
	 * @param settings more settings of every node, as {@code --name=value}
	 */
	static ProcessCluster of(String name, int size, String... settings) {
		ProcessCluster cluster = empty(name, settings);
		List<Integer> raftPorts = new ArrayList<>();
		List<String> peers = new ArrayList<>();
		for (int i = 1; i <= size; i++) {
			raftPorts.add(FreePorts.next());
			peers.add("n" + i + "@127.0.0.1:" + raftPorts.get(i - 1));
		}
		for (int raftPort : raftPorts) {
			cluster.add(raftPort, "--raft.peers=" + String.join(",", peers));
		}
		return cluster;
	}

	/** Makes a cluster of one node that does not know it, and starts it. */
	static ProcessCluster standalone(String name, String... settings) {
		ProcessCluster cluster = empty(name, settings);
		try {
			int raftPort = FreePorts.next();
			cluster.add(raftPort, cluster.reachedAt(raftPort)).start();
			cluster.awaitLeader();
			return cluster;
		}
		catch (Throwable ex) {
			cluster.close();
			throw ex;
		}
	}

	private static ProcessCluster empty(String name, String... settings) {
		Path directory = Path.of("target", "it", name).toAbsolutePath();
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new ProcessCluster(directory, settings);
	}

	private String reachedAt(int raftPort) {
		return (this.settings.contains(OVER_HTTP) ? "--raft.address=127.0.0.1:" : "--raft.bind=127.0.0.1:") + raftPort;
	}

	private NodeProcess add(int raftPort, String... settings) {
		List<String> all = new ArrayList<>(this.settings);
		all.addAll(List.of(settings));
		String id = "n" + ++this.made;
		int httpPort = all.contains(OVER_HTTP) ? raftPort : FreePorts.next();
		NodeProcess node = new NodeProcess(id, httpPort, raftPort, this.directory.resolve(id), all);
		this.nodes.add(node);
		return node;
	}

	/** Makes a cluster, starts all nodes and waits until they have a leader. */
	static ProcessCluster started(String name, int size, String... settings) {
		ProcessCluster cluster = of(name, size, settings);
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
		return this.nodes.stream().map(NodeProcess::peer).collect(Collectors.joining(","));
	}

	/** Another process that ends with the cluster. */
	NodeProcess stranger(String directoryName, String id, int raftPort, String peers) {
		NodeProcess stranger = new NodeProcess(id, FreePorts.next(), raftPort, this.directory.resolve(directoryName),
				List.of("--raft.peers=" + peers));
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

	/** Starts a further node that knows one member and joins by way of it. */
	NodeProcess join(NodeProcess member) {
		int raftPort = FreePorts.next();
		NodeProcess joiner = add(raftPort, reachedAt(raftPort));
		joiner.start("--raft.join=true", "--raft.peers=" + member.peer());
		return joiner;
	}

	/** Has the node asked remove a member, however often the leader changes meanwhile. */
	void remove(NodeProcess member, NodeProcess asked) {
		await("the removal of " + member.id()).until(() -> {
			HttpApi.Answer answer = asked.api().send("DELETE", "/cluster/members/" + member.id(), null);
			if (answer.status() == 503 || answer.status() == 504) {
				return false;
			}
			boolean gone = answer.status() == 409 && answer.body().contains("is not a member");
			assertThat(answer.status() == 200 || gone).as("%s", answer).isTrue();
			return true;
		});
		this.nodes.remove(member);
		this.strangers.add(member);
	}

	/** Starts a removed node again, which joins by way of a member. */
	void rejoin(NodeProcess removed, NodeProcess member) {
		this.strangers.remove(removed);
		this.nodes.add(removed);
		removed.start("--raft.join=true", "--raft.peers=" + member.peer(), reachedAt(removed.raftPort()));
	}

	/**
	 * Waits until these are the voters, all living nodes know it, and they have a leader.
	 */
	NodeProcess awaitVoters(NodeProcess... voters) {
		Set<String> ids = Stream.of(voters).map(NodeProcess::id).collect(Collectors.toCollection(TreeSet::new));
		await("the voters " + ids).until(
				() -> this.nodes.stream().filter(NodeProcess::isAlive).allMatch((node) -> node.voters().equals(ids)));
		return awaitLeader();
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
