package io.raftboot.core.node;

import java.util.List;

import io.raftboot.core.log.RecentForces;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Role;
import org.jspecify.annotations.Nullable;

/** Status of a node that does not run. */
final class IdleStatus {

	private IdleStatus() {
	}

	/** Of one that never ran. */
	static RaftStatus of(RaftNodeOptions options) {
		return new RaftStatus(NodeState.STOPPED, null, RaftNodeOptions.GROUP, ClusterId.NONE, options.nodeId(),
				(options.address() != null) ? options.address() : options.bind(), Role.FOLLOWER, null, 0, null, 1, 0, 0,
				0, 0, 0, 0, Membership.EMPTY, false, 0, -1, List.of(), 0, 0, options.pendingProposalsMax(), 0, 0, 0, 0,
				0, 0, options.peers().isEmpty(), false, 0, 0, 0, 0, false, List.of(), List.of(), 0, 0, 0, 0, 0, 0,
				RecentForces.NONE, false);
	}

	/** Of one that ran: the last it said, without what only a running node can claim. */
	static RaftStatus of(RaftStatus last, @Nullable String failure) {
		return new RaftStatus((failure != null) ? NodeState.FAILED : NodeState.STOPPED, failure, last.group(),
				last.clusterId(), last.nodeId(), last.address(), Role.FOLLOWER, null, last.term(), last.votedFor(),
				last.firstIndex(), last.lastIndex(), last.lastTerm(), last.durableIndex(), last.commitIndex(),
				last.appliedIndex(), last.membershipIndex(), last.membership(), false, 0, -1, List.of(), 0, 0,
				last.pendingProposalsMax(), last.electionsStarted(), last.electionsWon(), last.leaderChanges(),
				last.logBytes(), last.logSegments(), last.lastForceNanos(), last.standalone(), last.removed(),
				last.snapshotIndex(), last.snapshotTerm(), last.snapshotBytes(), last.snapshotCreatedMillis(), false,
				List.of(), List.of(), 0, 0, last.leaderSinceMillis(), last.leaderCommitIndex(), last.catchUpIndex(), 0,
				RecentForces.NONE, false);
	}

}
