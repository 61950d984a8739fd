package io.raftboot.core.node;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.node.RaftStartException.Reason;
import io.raftboot.core.transport.HostPort;

/** Refuses options that cannot work, before anything is opened. */
final class OptionsCheck {

	/** So that sums of them in nanoseconds stay within a long. */
	private static final Duration DURATION_MAX = Duration.ofDays(3650);

	private OptionsCheck() {
	}

	static void check(RaftNodeOptions options) {
		checkAddresses(options);
		checkPeers(options);
		checkPriority(options);
		checkDurations(options);
		long electionMillis = options.electionTimeout().toMillis();
		long heartbeatMillis = options.heartbeatInterval().toMillis();
		if (heartbeatMillis < 1 || electionMillis < 2 * heartbeatMillis) {
			throw wrong("Election timeout (" + electionMillis + " ms) must be at least twice the heartbeat interval ("
					+ heartbeatMillis + " ms), which must be at least 1 ms");
		}
		if (options.proposalTimeout().isNegative() || options.proposalTimeout().isZero()) {
			throw wrong("Proposal timeout must be positive");
		}
		if (options.digestInterval().isNegative()) {
			throw wrong("Time between two comparisons of states must not be negative");
		}
		if (options.pendingProposalsMax() < 1 || options.pendingBytesMax() < 1 || options.cacheBytes() < 0) {
			throw wrong("Limits of waiting commands and their bytes must be positive");
		}
		if (options.commandBytesMax() < 1 || options.commandBytesMax() > InitGate.STATE_BYTES_MAX) {
			throw wrong("Largest command must be between 1 byte and " + InitGate.STATE_BYTES_MAX + " bytes, not "
					+ options.commandBytesMax());
		}
		if (options.segmentBytes() < 64 << 10) {
			throw wrong("Segments of " + options.segmentBytes() + " bytes are too small; at least 65536 bytes");
		}
	}

	private static void checkAddresses(RaftNodeOptions options) {
		try {
			HostPort.parse(options.bind());
			if (options.address() != null) {
				HostPort.parse(options.address());
			}
			for (Peer peer : options.peers()) {
				HostPort.parse(peer.address());
			}
		}
		catch (IllegalArgumentException ex) {
			throw wrong(ex.getMessage());
		}
	}

	private static void checkDurations(RaftNodeOptions options) {
		for (Duration duration : List.of(options.electionTimeout(), options.heartbeatInterval(),
				options.proposalTimeout(), options.digestInterval(), options.snapshots().minInterval(),
				options.snapshots().interval(), options.sessions().timeout(), options.sessions().keysRemembered())) {
			if (duration.compareTo(DURATION_MAX) > 0) {
				throw wrong("A duration of " + duration + " is too long; at most 3650 days");
			}
		}
	}

	private static void checkPriority(RaftNodeOptions options) {
		if (options.electionPriority() < 0 || options.electionPriority() > 100) {
			throw wrong("Election priority must be within 0 and 100, not " + options.electionPriority());
		}
	}

	private static void checkPeers(RaftNodeOptions options) {
		Set<NodeId> ids = new HashSet<>();
		Set<String> addresses = new HashSet<>();
		for (Peer peer : options.peers()) {
			if (!ids.add(peer.id())) {
				throw wrong("The peer list names node " + peer.id() + " twice");
			}
			if (!addresses.add(peer.address())) {
				throw wrong("The peer list has the address " + peer.address() + " twice");
			}
		}
		if (options.join()) {
			if (ids.isEmpty() || ids.equals(Set.of(options.nodeId()))) {
				throw wrong("To join a cluster the peer list must name at least one of its members");
			}
			return;
		}
		if (!options.peers().isEmpty() && !ids.contains(options.nodeId())) {
			throw new RaftStartException(Reason.SELF_NOT_IN_PEERS,
					"The peer list " + options.peers().stream().map((peer) -> peer.id() + "@" + peer.address()).toList()
							+ " does not name this node, " + options.nodeId());
		}
	}

	private static RaftStartException wrong(String message) {
		return new RaftStartException(Reason.CONFIGURATION, message);
	}

}
