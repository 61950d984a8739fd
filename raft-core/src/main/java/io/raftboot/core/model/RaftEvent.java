package io.raftboot.core.model;

import org.jspecify.annotations.Nullable;

/** Something an observer of a node may want to know. */
public sealed interface RaftEvent {

	/**
	 * The node took another role.
	 *
	 * @param role the new one
	 * @param term its term
	 */
	record RoleChanged(Role role, long term) implements RaftEvent {
	}

	/**
	 * The node learned of another leader, or lost the one it had.
	 *
	 * @param leader the leader, null when unknown
	 * @param term the term
	 */
	record LeaderChanged(@Nullable NodeId leader, long term) implements RaftEvent {
	}

	/**
	 * This node may act as the only leader from now on: it has applied an entry of its
	 * term, and what every earlier leader was told of its lease is over. Once per term.
	 *
	 * @param token number of this leadership
	 */
	record LeadershipGranted(FencingToken token) implements RaftEvent {
	}

	/**
	 * This node leads no more. Once for each {@link LeadershipGranted}; after a pause of
	 * the process possibly long after its lease was over and another node's leadership
	 * was granted.
	 *
	 * @param token number of the leadership that is over
	 */
	record LeadershipRevoked(FencingToken token) implements RaftEvent {
	}

	/**
	 * Another configuration is in effect.
	 *
	 * @param index index of its entry
	 * @param membership the configuration
	 */
	record MembershipChanged(long index, Membership membership) implements RaftEvent {
	}

	/**
	 * A snapshot of this node's own state is durable.
	 *
	 * @param index index of the last entry it covers
	 * @param term term of that entry
	 * @param bytes its size
	 * @param millis how long it took, from the capture on
	 */
	record SnapshotTaken(long index, long term, long bytes, long millis) implements RaftEvent {
	}

	/**
	 * Another node's snapshot took the place of this node's log and state.
	 *
	 * @param index index of the last entry it covers
	 * @param term term of that entry
	 * @param from the leader that sent it
	 */
	record SnapshotInstalled(long index, long term, @Nullable NodeId from) implements RaftEvent {
	}

	/**
	 * Nodes have different states after the same entry, or more is known of it.
	 *
	 * @param divergence what differs, and where
	 */
	record StateDiverged(Divergence divergence) implements RaftEvent {
	}

	/**
	 * The node failed and takes part no more.
	 *
	 * @param reason what happened
	 */
	record NodeFailed(String reason) implements RaftEvent {
	}

}
