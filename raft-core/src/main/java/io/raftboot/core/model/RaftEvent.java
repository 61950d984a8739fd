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
	 * Another configuration is in effect.
	 *
	 * @param index index of its entry
	 * @param membership the configuration
	 */
	record MembershipChanged(long index, Membership membership) implements RaftEvent {
	}

	/**
	 * The node failed and takes part no more.
	 *
	 * @param reason what happened
	 */
	record NodeFailed(String reason) implements RaftEvent {
	}

}
