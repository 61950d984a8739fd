package io.raftboot.actuate;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.log.RecentForces;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.node.RaftStatus.MachineStatus;
import io.raftboot.core.node.RaftStatus.PeerStatus;
import org.jspecify.annotations.Nullable;

/** Makes a {@link RaftStatus} of node n1 by hand; three voters unless said otherwise. */
public final class StatusBuilder {

	public static final long MILLIS = 1_000_000L;

	private final Role role;

	private final @Nullable String leader;

	private final List<PeerStatus> peers = new ArrayList<>();

	private final List<MachineStatus> machines = new ArrayList<>();

	private NodeState state = NodeState.RUNNING;

	private @Nullable String failure;

	private long membershipIndex = 12;

	private ClusterId clusterId = new ClusterId(0x5f0c1c1e6d0b4f0eL, 0x9a570d9b0f0f2a11L);

	private Membership membership = Membership.of(peers("n1", "n2", "n3"));

	private boolean quorum;

	private boolean removed;

	private long snapshotIndex = 90_000;

	private boolean snapshotRunning;

	private List<Divergence> divergences = List.of();

	private long commitIndex = 91_234;

	private long appliedIndex = 91_230;

	private @Nullable Long catchUpIndex;

	private long leaderCommitIndex;

	private long digestCheckIndex;

	private int digestReporters;

	private RecentForces recentForces = RecentForces.NONE;

	private boolean diskFull;

	private StatusBuilder(Role role, @Nullable String leader) {
		this.role = role;
		this.leader = leader;
		this.quorum = leader != null;
	}

	public static StatusBuilder leader() {
		return new StatusBuilder(Role.LEADER, "n1");
	}

	public static StatusBuilder follower(@Nullable String leader) {
		return new StatusBuilder(Role.FOLLOWER, leader);
	}

	public static List<Peer> peers(String... ids) {
		List<Peer> peers = new ArrayList<>();
		for (String id : ids) {
			peers.add(Peer.of(id, id + ".raft.svc:7000"));
		}
		return peers;
	}

	public StatusBuilder state(NodeState state, @Nullable String failure) {
		this.state = state;
		this.failure = failure;
		return this;
	}

	public StatusBuilder clusterId(ClusterId clusterId) {
		this.clusterId = clusterId;
		return this;
	}

	public StatusBuilder membership(Membership membership) {
		this.membership = membership;
		return this;
	}

	public StatusBuilder membershipIndex(long index) {
		this.membershipIndex = index;
		return this;
	}

	public StatusBuilder quorum(boolean quorum) {
		this.quorum = quorum;
		return this;
	}

	public StatusBuilder snapshot(long index, boolean running) {
		this.snapshotIndex = index;
		this.snapshotRunning = running;
		return this;
	}

	public StatusBuilder removed() {
		this.removed = true;
		return this;
	}

	public StatusBuilder divergence(Divergence divergence) {
		this.divergences = List.of(divergence);
		return this;
	}

	public StatusBuilder indexes(long commitIndex, long appliedIndex) {
		this.commitIndex = commitIndex;
		this.appliedIndex = appliedIndex;
		return this;
	}

	/** What the node has to apply to have caught up; what is committed unless set. */
	public StatusBuilder catchUp(long index) {
		this.catchUpIndex = index;
		return this;
	}

	public StatusBuilder leaderCommit(long index) {
		this.leaderCommitIndex = index;
		return this;
	}

	/** A state machine whose state was compared. */
	public StatusBuilder digest(String machine, @Nullable Long digest, long index, int reporters) {
		this.machines.add(new MachineStatus(machine, 1, 1, null, digest, (digest != null) ? index : 0));
		this.digestCheckIndex = index;
		this.digestReporters = reporters;
		return this;
	}

	/** Another member, as a leader sees it. */
	public StatusBuilder peer(String id, boolean voter, boolean connected, String state, long matchIndex,
			long lastContactMillis) {
		this.peers.add(new PeerStatus(NodeId.of(id), id + ".raft.svc:7000", voter, connected, state, matchIndex,
				matchIndex + 1, 1, (lastContactMillis >= 0) ? lastContactMillis * MILLIS : -1, 412_345, -1,
				(matchIndex < 91_234) ? lastContactMillis * MILLIS : 0, 50, "1.0.0"));
		return this;
	}

	/** Another member that a leader sends a snapshot. */
	public StatusBuilder peerBehind(String id, int snapshotPercent) {
		this.peers.add(new PeerStatus(NodeId.of(id), id + ".raft.svc:7000", true, true, "SNAPSHOT", 0, 1, 0, MILLIS,
				412_345, snapshotPercent, 5 * MILLIS, 50, "1.0.0"));
		return this;
	}

	/** Another member, as a follower sees it. */
	public StatusBuilder unknownPeer(String id, boolean connected) {
		this.peers.add(new PeerStatus(NodeId.of(id), id + ".raft.svc:7000", true, connected, null, -1, -1, 0, -1, -1,
				-1, -1, -1, null));
		return this;
	}

	/** A state machine, with who stands in the way of its commands. */
	public StatusBuilder machine(String name, int commandVersion, @Nullable String reason) {
		this.machines.add(new MachineStatus(name, 2, commandVersion, reason));
		return this;
	}

	/** So many forces lately, which took so long on average. */
	public StatusBuilder forces(int count, long meanMillis) {
		this.recentForces = new RecentForces(count, meanMillis * MILLIS);
		return this;
	}

	public StatusBuilder diskFull() {
		this.diskFull = true;
		return this;
	}

	public RaftStatus build() {
		NodeId leader = (this.leader != null) ? NodeId.of(this.leader) : null;
		boolean leading = this.role == Role.LEADER;
		return new RaftStatus(this.state, this.failure, "default", this.clusterId, NodeId.of("n1"), "n1.raft.svc:7000",
				this.role, leader, 7, NodeId.of("n1"), 90_001, 91_234, 7, 91_233, this.commitIndex, this.appliedIndex,
				this.membershipIndex, this.membership, this.quorum, leading ? 118 * MILLIS : 0,
				leading ? 0 : (leader != null) ? 14 * MILLIS : -1, List.copyOf(this.peers), 3, 912, 10_000, 1, 1, 2,
				4_194_304, 2, 310_000, false, this.removed, this.snapshotIndex, 6, 1_048_576, 1_795_287_540_000L,
				this.snapshotRunning, List.copyOf(this.machines), this.divergences, this.digestCheckIndex,
				this.digestReporters, (leader != null) ? 1_795_287_600_000L : 0, this.leaderCommitIndex,
				(this.catchUpIndex != null) ? this.catchUpIndex : (leader != null) ? this.commitIndex : 0, 5,
				this.recentForces, this.diskFull);
	}

}
