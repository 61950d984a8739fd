package io.raftboot.core.model;

import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself to other nodes, for their operators.
 *
 * @param role its role
 * @param leader the leader as far as it knows
 * @param term its term
 * @param firstIndex lowest index in its log
 * @param lastIndex last index in its log
 * @param durableIndex up to here its own disk has the log
 * @param commitIndex up to here it knows entries to be committed
 * @param appliedIndex up to here its state machines are
 * @param snapshotIndex index of its newest snapshot, 0 for none
 * @param logBytes bytes of its log on disk
 */
public record MemberStatus(Role role, @Nullable NodeId leader, long term, long firstIndex, long lastIndex,
		long durableIndex, long commitIndex, long appliedIndex, long snapshotIndex, long logBytes) {
}
