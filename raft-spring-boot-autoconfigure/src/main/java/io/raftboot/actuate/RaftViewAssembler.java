package io.raftboot.actuate;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.raftboot.core.log.FileStorage;
import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.transport.codec.HandshakeCodec;
import io.raftboot.spring.ReplicatedMachine;
import org.jspecify.annotations.Nullable;

/** Makes a {@link RaftView} of what a node knows of itself. For any thread. */
final class RaftViewAssembler {

	private static final int SCHEMA = 1;

	private final RaftNodeOptions options;

	private final RaftHealthReasons healthReasons;

	private final List<RaftView.Machine> machines;

	private final Clock clock;

	private final @Nullable String version = RaftNode.class.getPackage().getImplementationVersion();

	RaftViewAssembler(RaftNodeOptions options, RaftHealthReasons healthReasons, Collection<ReplicatedMachine> machines,
			Clock clock) {
		this.clock = clock;
		this.options = options;
		this.healthReasons = healthReasons;
		this.machines = machines.stream()
			.map((machine) -> new RaftView.Machine(machine.name(), machine.beanName(), machine.type().getName(),
					machine.concurrent(), null, null, null, null))
			.toList();
	}

	RaftView assemble(RaftStatus status, long uptimeMillis) {
		List<HealthReason> reasons = this.healthReasons.of(status);
		PeerTable table = new PeerTable(status, this.options, this.version);
		boolean leading = status.role() == Role.LEADER && status.state() == NodeState.RUNNING;
		return new RaftView(SCHEMA, status.clusterId().isNone() ? null : status.clusterId().toString(), status.group(),
				List.of(status.group()), status.nodeId().value(), status.address(), role(status),
				value(status.leader()), leaderAddress(status), status.term(), value(status.votedFor()),
				leading ? "LEADER" : "LOCAL", reasons.isEmpty(), reasons, status.failure(), status.quorum(),
				table.failureTolerance(), (status.leader() != null) ? leaderSince(status) : null, Units.millis(
						status.leaseRemainingNanos()),
				Units.millisOrNull(status.leaderContactNanos()), index(status), status.lastTerm(),
				Math.max(0L, status.commitIndex() - status.appliedIndex()), configuration(status), table.rows(),
				snapshot(status), storage(status), new RaftView.Pending(status.pendingProposals(),
						status.pendingReads(), status.pendingBytes(), status.pendingProposalsMax()),
				machines(status), divergences(status),
				new RaftView.Elections(status.electionsStarted(), status.electionsWon(), status.leaderChanges(),
						leaderSince(status)),
				new RaftView.Versions(this.version, HandshakeCodec.VERSION, FileStorage.FORMAT_VERSION), uptimeMillis);
	}

	private static @Nullable Instant leaderSince(RaftStatus status) {
		return (status.leaderSinceMillis() > 0L) ? Instant.ofEpochMilli(status.leaderSinceMillis()) : null;
	}

	static List<RaftView.DivergenceView> divergences(RaftStatus status) {
		return status.divergences()
			.stream()
			.map((known) -> new RaftView.DivergenceView(known.machine(), known.index(),
					known.verdict(status.nodeId()).name(),
					known.sides().stream().map(RaftViewAssembler::side).toList()))
			.toList();
	}

	private static RaftView.Side side(Divergence.Side side) {
		return new RaftView.Side(Long.toHexString(side.digest()), side.nodes().stream().map(NodeId::value).toList());
	}

	private List<RaftView.Machine> machines(RaftStatus status) {
		return this.machines.stream()
			.map((machine) -> status.machines()
				.stream()
				.filter((known) -> known.name().equals(machine.name()))
				.findFirst()
				.map(machine::with)
				.orElse(machine))
			.toList();
	}

	/** The role as operators see it: also tells who does not vote or does not run. */
	static String role(RaftStatus status) {
		if (status.state() != NodeState.RUNNING) {
			return status.state().name();
		}
		Membership membership = status.membership();
		boolean silent = membership.member(status.nodeId()) != null && !membership.isVoter(status.nodeId());
		return silent ? roleOfSilent(membership, status.nodeId()) : status.role().name();
	}

	/** The role of a member that does not vote. */
	static String roleOfSilent(Membership membership, NodeId id) {
		boolean joining = membership.joining().stream().anyMatch((peer) -> peer.id().equals(id));
		return joining ? "JOINING" : "LEARNER";
	}

	private static @Nullable String value(@Nullable NodeId id) {
		return (id != null) ? id.value() : null;
	}

	private static @Nullable String leaderAddress(RaftStatus status) {
		NodeId leader = status.leader();
		if (leader == null) {
			return null;
		}
		if (leader.equals(status.nodeId())) {
			return status.address();
		}
		Peer peer = status.membership().member(leader);
		return (peer != null) ? peer.address() : null;
	}

	private static RaftView.Index index(RaftStatus status) {
		return new RaftView.Index(status.firstIndex(), status.lastIndex(), status.durableIndex(), status.commitIndex(),
				status.appliedIndex(), Units.positiveOrNull(status.snapshotIndex()));
	}

	private RaftView.Snapshot snapshot(RaftStatus status) {
		if (status.snapshotIndex() <= 0) {
			return new RaftView.Snapshot(null, null, null, null, null, status.snapshotRunning());
		}
		Instant createdAt = Instant.ofEpochMilli(status.snapshotCreatedMillis());
		return new RaftView.Snapshot(status.snapshotIndex(), status.snapshotTerm(), status.snapshotBytes(), createdAt,
				Math.max(0L, this.clock.millis() - createdAt.toEpochMilli()), status.snapshotRunning());
	}

	private static RaftView.Configuration configuration(RaftStatus status) {
		Membership membership = status.membership();
		return new RaftView.Configuration(status.membershipIndex(), membership.isJoint() ? "JOINT" : "STABLE",
				ids(membership.voters()), ids(membership.outgoingVoters()), ids(membership.learners()),
				ids(membership.joining()));
	}

	private static List<String> ids(List<Peer> peers) {
		return peers.stream().map((peer) -> peer.id().value()).toList();
	}

	private RaftView.Storage storage(RaftStatus status) {
		Path directory = this.options.dataDirectory();
		if (directory == null) {
			return new RaftView.Storage("MEMORY", null, status.logBytes(), status.logSegments(), null, false, 0L);
		}
		long freeBytes = directory.toFile().getUsableSpace();
		return new RaftView.Storage("FILE", directory.toString(), status.logBytes(), status.logSegments(),
				(freeBytes > 0) ? freeBytes : null, true, status.lastForceNanos() / 1_000L);
	}

}
