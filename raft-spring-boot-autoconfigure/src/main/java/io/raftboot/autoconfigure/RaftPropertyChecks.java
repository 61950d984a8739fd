package io.raftboot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HostPort;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/** What {@link RaftProperties} checks, each with a text that says what to change. */
final class RaftPropertyChecks {

	private static final String PEERS_EXAMPLE = "n1@host1:7000,n2@host2:7000,n3@host3:7000";

	private RaftPropertyChecks() {
	}

	/** The entries without blanks, in order. */
	static List<String> peers(List<String> peers) {
		List<String> result = new ArrayList<>();
		for (String entry : peers) {
			for (String part : StringUtils.tokenizeToStringArray(entry, ",")) {
				Peer peer = peer(part);
				for (String other : result) {
					checkDifferent(peer(other), peer, peers);
				}
				result.add(part);
			}
		}
		return List.copyOf(result);
	}

	static Peer peer(String entry) {
		int at = entry.indexOf('@');
		HostPort address = hostPort(entry.substring(at + 1));
		if (at <= 0 || address == null || address.port() == 0) {
			throw new InvalidRaftPropertyException("raft.peers", entry, "A peer is written as node-id@host:port",
					"Name every member of the cluster, this node included, for example raft.peers=" + PEERS_EXAMPLE);
		}
		try {
			return Peer.of(entry.substring(0, at).trim(), address.toString());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRaftPropertyException("raft.peers", entry, String.valueOf(ex.getMessage()),
					"Use letters, digits, '.', '_' and '-' in node ids, for example raft.peers=" + PEERS_EXAMPLE);
		}
	}

	private static void checkDifferent(Peer one, Peer other, List<String> peers) {
		if (one.id().equals(other.id())) {
			throw new InvalidRaftPropertyException("raft.peers", String.join(",", peers),
					"The node id '" + one.id() + "' occurs twice", "Give each peer an id of its own");
		}
		if (one.address().equals(other.address())) {
			throw new InvalidRaftPropertyException("raft.peers", String.join(",", peers),
					"The peers '" + one.id() + "' and '" + other.id() + "' have the same address " + one.address(),
					"Give each peer an address of its own; several nodes on one host need different ports");
		}
	}

	static @Nullable String nodeId(@Nullable String nodeId) {
		if (!StringUtils.hasText(nodeId)) {
			return null;
		}
		try {
			return NodeId.of(nodeId.trim()).value();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRaftPropertyException("raft.node-id", nodeId, String.valueOf(ex.getMessage()),
					"Set raft.node-id to up to 64 letters, digits, '.', '_' and '-', for example raft.node-id=n1");
		}
	}

	static @Nullable String address(String property, @Nullable String value, int portMin) {
		if (!StringUtils.hasText(value)) {
			return null;
		}
		HostPort address = hostPort(value);
		if (address == null || address.port() < portMin) {
			throw new InvalidRaftPropertyException(property, value, "An address is written as host:port",
					"Write an IPv6 host in brackets, and a port between " + portMin + " and 65535, for example "
							+ property + "=192.0.2.1:7000");
		}
		return address.toString();
	}

	private static @Nullable HostPort hostPort(String value) {
		try {
			return HostPort.parse(value);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/** Whether nobody but this machine can connect. Names are not resolved. */
	static boolean isLoopback(HostPort address) {
		String host = address.host();
		return host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("::1");
	}

	static void times(Duration electionTimeout, Duration heartbeatInterval, Duration proposalTimeout) {
		positive("raft.election-timeout", electionTimeout);
		positive("raft.heartbeat-interval", heartbeatInterval);
		positive("raft.proposal-timeout", proposalTimeout);
		if (electionTimeout.compareTo(heartbeatInterval.multipliedBy(2)) < 0) {
			throw new InvalidRaftPropertyException("raft.election-timeout", electionTimeout.toMillis() + "ms",
					"It must be at least twice raft.heartbeat-interval, which is " + heartbeatInterval.toMillis()
							+ "ms: else followers campaign against a living leader",
					"Raise raft.election-timeout or lower raft.heartbeat-interval; five to ten times is usual");
		}
	}

	private static void positive(String property, Duration value) {
		if (value.compareTo(Duration.ofMillis(1)) < 0) {
			throw new InvalidRaftPropertyException(property, value, "It must be at least one millisecond",
					"Set " + property + " to a duration, for example " + property + "=500ms");
		}
	}

	static void notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw new InvalidRaftPropertyException(property, value, "It must not be negative",
					"Set " + property + " to a duration, for example " + property + "=1h, or to 0 for no limit");
		}
	}

	static void atLeast(String property, long value, long min) {
		if (value < min) {
			throw new InvalidRaftPropertyException(property, value, "It must be at least " + min,
					"Raise " + property + " or leave it out");
		}
	}

	static void atLeast(String property, DataSize value, DataSize min) {
		if (value.compareTo(min) < 0) {
			throw new InvalidRaftPropertyException(property, value, "It must be at least " + min,
					"Raise " + property + " or leave it out");
		}
	}

	static void between(String property, int value, int min, int max) {
		if (value < min || value > max) {
			throw new InvalidRaftPropertyException(property, value, "It must be between " + min + " and " + max,
					"Change " + property + " or leave it out");
		}
	}

	static void between(String property, DataSize value, DataSize min, DataSize max) {
		if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
			throw new InvalidRaftPropertyException(property, value,
					"It must be between " + min.toKilobytes() + "KB and " + max.toMegabytes() + "MB",
					"Change " + property + " or leave it out");
		}
	}

	/** What {@code raft.standalone} contradicts. */
	static void standalone(@Nullable Boolean standalone, boolean join, List<String> peers) {
		if (Boolean.TRUE.equals(standalone) && join) {
			throw new InvalidRaftPropertyException("raft.standalone", true, "It contradicts raft.join=true",
					"Remove raft.standalone to join a cluster, or raft.join to run alone");
		}
		if (Boolean.TRUE.equals(standalone) && peers.size() > 1) {
			throw new InvalidRaftPropertyException("raft.standalone", true,
					"It contradicts raft.peers, which names " + peers.size() + " nodes",
					"Remove raft.standalone to run a cluster, or raft.peers to run alone");
		}
	}

	/** Who joins has to know somebody. */
	static void join(boolean join, @Nullable String nodeId, List<String> peers) {
		if (join && peers.stream().allMatch((peer) -> peer(peer).id().value().equals(nodeId))) {
			throw new InvalidRaftPropertyException("raft.join", true,
					peers.isEmpty() ? "It needs raft.peers, which is missing: a node joins by way of a member it knows"
							: "It needs another node in raft.peers, which names this one only",
					"Name one or more members of the running cluster, for example raft.peers=n1@host1:7000, or remove"
							+ " raft.join to begin a new cluster");
		}
	}

	/**
	 * A node that joins has to say where the members reach it: nobody else tells them.
	 */
	static void joinAddress(boolean join, @Nullable String bind, @Nullable String address, String nodeId,
			List<Peer> peers) {
		boolean told = address != null || peers.stream().anyMatch((peer) -> peer.id().value().equals(nodeId));
		if (!join || told) {
			return;
		}
		String example = "Set raft.address to host:port as the members reach this node, or add this node to raft.peers";
		if (bind == null && !peers.stream().allMatch((peer) -> isLoopback(HostPort.parse(peer.address())))) {
			throw new InvalidRaftPropertyException("raft.bind", null,
					"It is missing, and without it this node listens on loopback only, where members on other machines do"
							+ " not reach it",
					"Set raft.bind, for example raft.bind=0.0.0.0:7000. " + example);
		}
		if (bind != null && isWildcard(HostPort.parse(bind))) {
			throw new InvalidRaftPropertyException("raft.address", null,
					"It is missing, and raft.bind=" + bind + " does not tell the members where to reach this node",
					example);
		}
	}

	private static boolean isWildcard(HostPort address) {
		return address.host().equals("0.0.0.0") || address.host().equals("::");
	}

	/**
	 * A forgotten list of peers must never make a second, silent cluster. Does not
	 * concern a node with data, which knows its cluster.
	 */
	static void alone(@Nullable Boolean standalone, List<String> peers, @Nullable String bind) {
		if (Boolean.FALSE.equals(standalone) && peers.isEmpty()) {
			throw new InvalidRaftPropertyException("raft.peers", null,
					"It is missing, and raft.standalone=false forbids to run alone",
					"Name the members of the cluster, for example raft.peers=" + PEERS_EXAMPLE);
		}
		if (standalone == null && peers.isEmpty() && bind != null && !isLoopback(HostPort.parse(bind))) {
			throw new InvalidRaftPropertyException("raft.bind", bind,
					"It is not a loopback address, and there are no raft.peers: forgotten peers would make this node "
							+ "a second cluster without a word",
					"Set raft.peers to run a cluster, for example raft.peers=" + PEERS_EXAMPLE
							+ ", or raft.standalone=true if this node shall run alone");
		}
	}

}
