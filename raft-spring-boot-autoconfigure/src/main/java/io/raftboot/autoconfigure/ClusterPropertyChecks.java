package io.raftboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HostPort;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Checks of what says which cluster a node belongs to, and how it gets there: each with a
 * text that says what to change.
 */
final class ClusterPropertyChecks {

	private static final String PEERS_EXAMPLE = "n1@host1:7000,n2@host2:7000,n3@host3:7000";

	private ClusterPropertyChecks() {
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
		HostPort address = RaftPropertyChecks.hostPort(entry.substring(at + 1));
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
		if (bind == null
				&& !peers.stream().allMatch((peer) -> RaftPropertyChecks.isLoopback(HostPort.parse(peer.address())))) {
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

	static void notForbidden(@Nullable Boolean standalone, List<String> peers) {
		if (Boolean.FALSE.equals(standalone) && peers.isEmpty()) {
			throw new InvalidRaftPropertyException("raft.peers", null,
					"It is missing, and raft.standalone=false forbids to run alone",
					"Name the members of the cluster, for example raft.peers=" + PEERS_EXAMPLE);
		}
	}

	/**
	 * A forgotten list of peers must never make a second, silent cluster. Does not
	 * concern a node with data, which knows its cluster.
	 */
	static void alone(@Nullable Boolean standalone, List<String> peers, @Nullable String bind) {
		notForbidden(standalone, peers);
		if (standalone == null && peers.isEmpty() && bind != null
				&& !RaftPropertyChecks.isLoopback(HostPort.parse(bind))) {
			throw new InvalidRaftPropertyException("raft.bind", bind,
					"It is not a loopback address, and there are no raft.peers: forgotten peers would make this node "
							+ "a second cluster without a word",
					"Set raft.peers to run a cluster, for example raft.peers=" + PEERS_EXAMPLE
							+ ", or raft.standalone=true if this node shall run alone");
		}
	}

}
