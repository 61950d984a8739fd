package io.raftboot.core.node;

import java.util.List;

import io.raftboot.core.log.RecentForces;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.snapshot.SnapshotFile;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of itself at one moment. Taken by the loop, readable by any thread.
 *
 * @param state life of the node
 * @param failure why it failed, null unless it did
 * @param group name of the group
 * @param clusterId its cluster, {@link ClusterId#NONE} before bootstrap
 * @param nodeId who it is
 * @param address what it advertises
 * @param role its role
 * @param leader the leader as far as it knows
 * @param term its term
 * @param votedFor its vote in this term
 * @param firstIndex lowest index in its log
 * @param lastIndex last index in its log
 * @param lastTerm term of that entry
 * @param durableIndex up to here its own disk has the log
 * @param commitIndex up to here it knows entries to be committed
 * @param appliedIndex up to here its state machine is
 * @param membershipIndex index of the configuration in effect
 * @param membership that configuration
 * @param quorum whether it leads with a quorum in contact, or hears from a leader
 * @param leaseRemainingNanos how long its lease still holds, 0 if it has none
 * @param leaderContactNanos time since it last heard from the leader, -1 if never; 0 on
 * the leader
 * @param peers the other members, as far as this node sees them
 * @param pendingProposals own and forwarded commands waiting for their end
 * @param pendingBytes their bytes
 * @param pendingProposalsMax limit of them
 * @param electionsStarted elections it has begun
 * @param electionsWon elections it has won
 * @param leaderChanges times it has seen another leader
 * @param logBytes bytes of its log on disk
 * @param logSegments segments of its log
 * @param lastForceNanos duration of the latest force of the log
 * @param standalone whether it is alone in its configuration
 * @param removed whether other members say that it is none any more
 * @param snapshotIndex index of its newest snapshot, 0 for none
 * @param snapshotTerm term of the entry there
 * @param snapshotBytes size of the snapshot
 * @param snapshotCreatedMillis when it was taken or received, by this node's clock, in
 * milliseconds since the epoch
 * @param snapshotRunning whether one is being taken
 * @param machines its state machines, and whether the others have them
 * @param divergences state machines whose states are known to differ between nodes
 * @param digestCheckIndex index of the entry after which states were last compared, 0 for
 * never
 * @param digestReporters how many nodes have told their digests for that
 * @param leaderSinceMillis when this node saw the latest leader take over, by its clock,
 * in milliseconds since the epoch; 0 if it has seen none
 * @param leaderCommitIndex up to here entries are committed by the leader's word, which
 * may be beyond this node's log; 0 while not known
 * @param catchUpIndex what was committed when this node first asked a leader since its
 * start: what it has to apply to have caught up; 0 while not known
 * @param pendingReads reads of this node waiting for a leader's word or for their index
 * @param recentForces how long the latest forces of the log took
 * @param diskFull whether the disk has no room for the log to grow
 */
public record RaftStatus(NodeState state, @Nullable String failure, String group, ClusterId clusterId, NodeId nodeId,
		String address, Role role, @Nullable NodeId leader, long term, @Nullable NodeId votedFor, long firstIndex,
		long lastIndex, long lastTerm, long durableIndex, long commitIndex, long appliedIndex, long membershipIndex,
		Membership membership, boolean quorum, long leaseRemainingNanos, long leaderContactNanos,
		List<PeerStatus> peers, long pendingProposals, long pendingBytes, int pendingProposalsMax,
		long electionsStarted, long electionsWon, long leaderChanges, long logBytes, int logSegments,
		long lastForceNanos, boolean standalone, boolean removed, long snapshotIndex, long snapshotTerm,
		long snapshotBytes, long snapshotCreatedMillis, boolean snapshotRunning, List<MachineStatus> machines,
		List<Divergence> divergences, long digestCheckIndex, int digestReporters, long leaderSinceMillis,
		long leaderCommitIndex, long catchUpIndex, int pendingReads, RecentForces recentForces, boolean diskFull) {

	/** Whether it has applied what was committed when it joined, or came back. */
	public boolean isCaughtUp() {
		return this.catchUpIndex > 0L && this.appliedIndex >= this.catchUpIndex;
	}

	/** The same with what moves on without the loop. */
	RaftStatus withProgress(long appliedIndex, long pendingProposals, long pendingBytes,
			@Nullable SnapshotFile snapshot) {
		return new RaftStatus(this.state, this.failure, this.group, this.clusterId, this.nodeId, this.address,
				this.role, this.leader, this.term, this.votedFor, this.firstIndex, this.lastIndex, this.lastTerm,
				this.durableIndex, Math.max(this.commitIndex, appliedIndex), appliedIndex, this.membershipIndex,
				this.membership, this.quorum, this.leaseRemainingNanos, this.leaderContactNanos, this.peers,
				pendingProposals, pendingBytes, this.pendingProposalsMax, this.electionsStarted, this.electionsWon,
				this.leaderChanges, this.logBytes, this.logSegments, this.lastForceNanos, this.standalone, this.removed,
				(snapshot != null) ? snapshot.meta().index() : 0L, (snapshot != null) ? snapshot.meta().term() : 0L,
				(snapshot != null) ? snapshot.totalBytes() : 0L, (snapshot != null) ? snapshot.createdMillis() : 0L,
				this.snapshotRunning, this.machines, this.divergences, this.digestCheckIndex, this.digestReporters,
				this.leaderSinceMillis, this.leaderCommitIndex, this.catchUpIndex, this.pendingReads, this.recentForces,
				this.diskFull);
	}

	/**
	 * A state machine of this node.
	 *
	 * @param name its replicated name
	 * @param ownCommandVersion highest version of commands this node can apply
	 * @param commandVersion highest version of commands every member is known to apply; 0
	 * while its commands are refused
	 * @param reason which members stand in the way, null unless its commands are refused
	 * @param digest digest of its state on this node at the latest comparison, null
	 * without one
	 * @param digestIndex index of the entry after which that was taken, 0 without one
	 */
	public record MachineStatus(String name, int ownCommandVersion, int commandVersion, @Nullable String reason,
			@Nullable Long digest, long digestIndex) {

		/** One whose state has not been compared. */
		public MachineStatus(String name, int ownCommandVersion, int commandVersion, @Nullable String reason) {
			this(name, ownCommandVersion, commandVersion, reason, null, 0L);
		}

		MachineStatus withDigest(@Nullable Long digest, long digestIndex) {
			return new MachineStatus(this.name, this.ownCommandVersion, this.commandVersion, this.reason, digest,
					(digest != null) ? digestIndex : 0L);
		}

	}

	/**
	 * Another member as this node sees it. Numbers only the leader knows are -1
	 * elsewhere.
	 *
	 * @param id who
	 * @param address where
	 * @param voter whether it counts
	 * @param connected whether messages to it have a way
	 * @param state PROBE, REPLICATE or SNAPSHOT on the leader, null elsewhere
	 * @param matchIndex last index it is known to hold
	 * @param nextIndex next index to send
	 * @param inFlight unanswered messages with entries
	 * @param lastContactNanos time since it was last heard from, -1 if never
	 * @param roundTripNanos latest round trip, -1 if not known
	 * @param snapshotPercent how much it has of the snapshot it is being sent, -1 if none
	 * is
	 * @param lagNanos for how long at least it has been without the oldest entry it does
	 * not have, 0 if it has all, -1 if not known
	 * @param electionPriority its weight in elections, -1 if it was not heard of
	 * @param version version of the software it runs, null if not known
	 */
	public record PeerStatus(NodeId id, String address, boolean voter, boolean connected, @Nullable String state,
			long matchIndex, long nextIndex, int inFlight, long lastContactNanos, long roundTripNanos,
			int snapshotPercent, long lagNanos, int electionPriority, @Nullable String version) {
	}

}
