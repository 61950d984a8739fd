package io.raftboot.test.simulation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.SessionOptions;
import io.raftboot.core.node.SnapshotOptions;

/**
 * How a node is started.
 *
 * @param address where it listens, and what it advertises
 * @param peers the peer list of its first start
 * @param join whether that names members of a running cluster
 * @param priority its election priority
 */
record NodeSetup(String address, List<Peer> peers, boolean join, int priority) {

	/** Long enough for an election or two; what waits longer ends. */
	static final Duration PROPOSAL_TIMEOUT = Duration.ofSeconds(3);

	/** Clocks jump, and a key that is forgotten is no promise any more. */
	private static final Duration KEYS_REMEMBERED = Duration.ofDays(3_650);

	NodeSetup at(String newAddress) {
		return new NodeSetup(newAddress, this.peers, this.join, this.priority);
	}

	/**
	 * Options of the next start. A node that has a cluster needs neither peers nor flag.
	 */
	RaftNodeOptions options(NodeId id, Swarm swarm, boolean knowsCluster) {
		boolean bare = knowsCluster && (this.join || !namesOwnAddress(id));
		return RaftNodeOptions.builder(id.value())
			.bind(this.address)
			.address(this.address)
			.peers(bare ? List.of() : this.peers)
			.join(this.join && !bare)
			.dataDirectory(Path.of("/data"))
			.electionTimeout(Duration.ofMillis(swarm.electionTimeoutMillis))
			.heartbeatInterval(Duration.ofMillis(swarm.heartbeatMillis))
			.proposalTimeout(PROPOSAL_TIMEOUT)
			.cacheBytes(swarm.cacheBytes)
			.electionPriority(this.priority)
			.snapshots(new SnapshotOptions(swarm.snapshotEntries, Duration.ZERO, 0L, Duration.ZERO,
					swarm.trailingEntries, swarm.sendBytesPerSecond, 2))
			.sessions(new SessionOptions(Duration.ofMillis(swarm.sessionTimeoutMillis), swarm.sessionsMax,
					KEYS_REMEMBERED, swarm.keysMax))
			.digestInterval(Duration.ofMillis(swarm.digestMillis))
			.build();
	}

	private boolean namesOwnAddress(NodeId id) {
		return this.peers.stream().anyMatch((peer) -> peer.id().equals(id) && peer.address().equals(this.address));
	}

}
