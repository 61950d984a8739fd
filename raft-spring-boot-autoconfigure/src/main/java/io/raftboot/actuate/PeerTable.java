package io.raftboot.actuate;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.node.RaftStatus.PeerStatus;
import org.jspecify.annotations.Nullable;

/**
 * The members of the cluster as one node sees them, itself first. What only a leader
 * knows is null on the others: no stale numbers from a former leadership.
 */
final class PeerTable {

	private final RaftStatus status;

	private final long electionTimeoutNanos;

	private final int priority;

	private final @Nullable String version;

	private final boolean leading;

	PeerTable(RaftStatus status, RaftNodeOptions options, @Nullable String version) {
		this.status = status;
		this.electionTimeoutNanos = options.electionTimeout().toNanos();
		this.priority = options.electionPriority();
		this.version = version;
		this.leading = status.role() == Role.LEADER && status.state() == NodeState.RUNNING;
	}

	List<RaftView.PeerView> rows() {
		List<RaftView.PeerView> rows = new ArrayList<>();
		rows.add(self());
		for (PeerStatus peer : this.status.peers()) {
			rows.add(this.leading ? seenByLeader(peer) : seenByOther(peer));
		}
		return rows;
	}

	private RaftView.PeerView self() {
		boolean running = this.status.state() == NodeState.RUNNING;
		return new RaftView.PeerView(this.status.nodeId().value(), this.status.address(), true,
				RaftViewAssembler.role(this.status), this.status.membership().isVoter(this.status.nodeId()), running,
				running, List.of(), "SELF", this.status.durableIndex(), null, this.leading ? 0L : null,
				this.leading ? 0L : null, 0L, 0.0, 0, null, this.priority, this.version);
	}

	private RaftView.PeerView seenByLeader(PeerStatus peer) {
		List<HealthReason> reasons = new ArrayList<>();
		if (!isReachable(peer)) {
			reasons.add(HealthReason.NO_CONTACT);
		}
		if ("SNAPSHOT".equals(peer.state())) {
			reasons.add(HealthReason.INSTALLING_SNAPSHOT);
		}
		Long lagEntries = (peer.matchIndex() >= 0) ? Math.max(0L, this.status.lastIndex() - peer.matchIndex()) : null;
		return new RaftView.PeerView(peer.id().value(), peer.address(), false, role(peer), peer.voter(),
				isReachable(peer), reasons.isEmpty(), List.copyOf(reasons), peer.state(),
				Units.knownOrNull(peer.matchIndex()), Units.knownOrNull(peer.nextIndex()), lagEntries,
				Units.millisOrNull(peer.lagNanos()), Units.millisOrNull(peer.lastContactNanos()),
				Units.fractionalMillisOrNull(peer.roundTripNanos()), Math.max(0, peer.inFlight()),
				(peer.snapshotPercent() >= 0) ? peer.snapshotPercent() : null, priority(peer), peer.version());
	}

	// Followers need not talk to each other: only of its leader a follower knows more
	private RaftView.PeerView seenByOther(PeerStatus peer) {
		Boolean reachable = peer.connected() ? Boolean.TRUE : null;
		Long lastContactMillis = Units.millisOrNull(peer.lastContactNanos());
		if (isLeader(peer.id())) {
			reachable = isRecent(this.status.leaderContactNanos());
			lastContactMillis = Units.millisOrNull(this.status.leaderContactNanos());
		}
		List<HealthReason> reasons = Boolean.FALSE.equals(reachable) ? List.of(HealthReason.NO_CONTACT) : List.of();
		return new RaftView.PeerView(peer.id().value(), peer.address(), false, role(peer), peer.voter(), reachable,
				reachable, reasons, null, null, null, null, null, lastContactMillis, null, null, null, priority(peer),
				peer.version());
	}

	private static @Nullable Integer priority(PeerStatus peer) {
		return (peer.electionPriority() >= 0) ? peer.electionPriority() : null;
	}

	private @Nullable String role(PeerStatus peer) {
		if (!peer.voter()) {
			return RaftViewAssembler.roleOfSilent(this.status.membership(), peer.id());
		}
		if (isLeader(peer.id())) {
			return "LEADER";
		}
		return (this.status.leader() != null) ? "FOLLOWER" : null;
	}

	private boolean isLeader(NodeId id) {
		return id.equals(this.status.leader());
	}

	private boolean isReachable(PeerStatus peer) {
		return peer.connected() && isRecent(peer.lastContactNanos());
	}

	private boolean isRecent(long contactNanos) {
		return contactNanos >= 0 && contactNanos <= this.electionTimeoutNanos;
	}

	/** How many more voters may fail before there is no majority, null on others. */
	@Nullable Integer failureTolerance() {
		List<Peer> voters = this.status.membership().voters();
		if (!this.leading || voters.isEmpty()) {
			return null;
		}
		int tolerance = beyondMajority(voters);
		List<Peer> outgoing = this.status.membership().outgoingVoters();
		return Math.max(0, outgoing.isEmpty() ? tolerance : Math.min(tolerance, beyondMajority(outgoing)));
	}

	private int beyondMajority(List<Peer> voters) {
		int live = 0;
		for (Peer voter : voters) {
			live += isLive(voter.id()) ? 1 : 0;
		}
		return live - (voters.size() / 2 + 1);
	}

	private boolean isLive(NodeId id) {
		if (id.equals(this.status.nodeId())) {
			return true;
		}
		for (PeerStatus peer : this.status.peers()) {
			if (peer.id().equals(id)) {
				return isReachable(peer);
			}
		}
		return false;
	}

}
