package io.raftboot.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.raftboot.core.model.Peer;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.SnapshotOptions;

/**
 * What one node needs to know, in this process or in another one; what is not here is at
 * its default.
 *
 * @param self which of the peers
 * @param peers all nodes
 * @param directory its own
 * @param electionTimeout as in {@link ClusterSettings}
 * @param heartbeatInterval as in {@link ClusterSettings}
 * @param electionPriority 0 for a node that is not to lead
 * @param stateBytes size of its state machine
 * @param snapshots when they are taken, and how they travel
 */
record NodeSettings(int self, List<Peer> peers, Path directory, Duration electionTimeout, Duration heartbeatInterval,
		int electionPriority, int stateBytes, SnapshotOptions snapshots) {

	static final String MACHINE = "default";

	private static final int ELECTION_PRIORITY = 100;

	/** Of all nodes of a cluster, at loopback addresses that were free a moment ago. */
	static List<NodeSettings> all(ClusterSettings cluster, int stateBytes, SnapshotOptions snapshots)
			throws IOException {
		int[] ports = FreePorts.find(cluster.nodes());
		List<NodeSettings> nodes = new ArrayList<>();
		for (int node = 0; node < ports.length; node++) {
			nodes.add(of(node, ports, cluster, stateBytes, snapshots));
		}
		return List.copyOf(nodes);
	}

	/** Of this node of a cluster that listens at these loopback ports. */
	static NodeSettings of(int node, int[] ports, ClusterSettings cluster, int stateBytes, SnapshotOptions snapshots) {
		List<Peer> peers = new ArrayList<>();
		for (int i = 0; i < ports.length; i++) {
			peers.add(Peer.of("n" + (i + 1), "127.0.0.1:" + ports[i]));
		}
		return new NodeSettings(node, List.copyOf(peers), cluster.directory().resolve(peers.get(node).id().value()),
				cluster.electionTimeout(), cluster.heartbeatInterval(), ELECTION_PRIORITY, stateBytes, snapshots);
	}

	NodeSettings withElectionPriority(int priority) {
		return new NodeSettings(this.self, this.peers, this.directory, this.electionTimeout, this.heartbeatInterval,
				priority, this.stateBytes, this.snapshots);
	}

	NodeSettings withDirectory(Path directory) {
		return new NodeSettings(this.self, this.peers, directory, this.electionTimeout, this.heartbeatInterval,
				this.electionPriority, this.stateBytes, this.snapshots);
	}

	/**
	 * The same in a cluster that does not know this node yet, which has the last number.
	 */
	NodeSettings before(int node) {
		return new NodeSettings(this.self, this.peers.subList(0, node), this.directory, this.electionTimeout,
				this.heartbeatInterval, this.electionPriority, this.stateBytes, this.snapshots);
	}

	/** A started node whose state machine counts here. */
	RaftNode start(AppliedOperations operations) {
		return start(operations, false);
	}

	/** The same, for a node that the running others do not know yet. */
	RaftNode join(AppliedOperations operations) {
		return start(operations, true);
	}

	private RaftNode start(AppliedOperations operations, boolean join) {
		Peer peer = this.peers.get(this.self);
		RaftNodeOptions.Builder options = RaftNodeOptions.builder(peer.id().value())
			.bind(peer.address())
			.peers(this.peers)
			.dataDirectory(this.directory)
			.join(join)
			.electionTimeout(this.electionTimeout)
			.heartbeatInterval(this.heartbeatInterval)
			.electionPriority(this.electionPriority)
			.snapshots(this.snapshots);
		RaftNode node = new RaftNode(options.build(),
				Map.of(MACHINE, new CountingMachine(operations, this.stateBytes)));
		node.start();
		return node;
	}

	/** For the command line of another process. */
	List<String> toArguments() {
		List<String> arguments = new ArrayList<>();
		for (Object argument : new Object[] { this.self, this.directory, this.electionTimeout.toMillis(),
				this.heartbeatInterval.toMillis(), this.electionPriority, this.stateBytes, this.snapshots.entries(),
				this.snapshots.minInterval().toMillis(), this.snapshots.logBytes(),
				this.snapshots.interval().toMillis(), this.snapshots.trailingEntries(),
				this.snapshots.sendBytesPerSecond(), this.snapshots.retained() }) {
			arguments.add(argument.toString());
		}
		this.peers.forEach((peer) -> arguments.add(peer.id().value() + "@" + peer.address()));
		return arguments;
	}

	static NodeSettings parse(String[] arguments) {
		List<Peer> peers = new ArrayList<>();
		for (int i = 13; i < arguments.length; i++) {
			String[] peer = arguments[i].split("@");
			peers.add(Peer.of(peer[0], peer[1]));
		}
		SnapshotOptions snapshots = new SnapshotOptions(Long.parseLong(arguments[6]),
				Duration.ofMillis(Long.parseLong(arguments[7])), Long.parseLong(arguments[8]),
				Duration.ofMillis(Long.parseLong(arguments[9])), Long.parseLong(arguments[10]),
				Long.parseLong(arguments[11]), Integer.parseInt(arguments[12]));
		return new NodeSettings(Integer.parseInt(arguments[0]), peers, Path.of(arguments[1]),
				Duration.ofMillis(Long.parseLong(arguments[2])), Duration.ofMillis(Long.parseLong(arguments[3])),
				Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]), snapshots);
	}

}
