package io.raftboot.core.model;

import org.jspecify.annotations.Nullable;

/**
 * Term and vote: one record, forced to disk before any message that claims them leaves
 * (Raft figure 2, "persistent state").
 *
 * @param term latest term seen, 0 before the first
 * @param votedFor who got this node's vote in that term
 */
public record HardState(long term, @Nullable NodeId votedFor) {

	/** What a node that has never run starts with. */
	public static final HardState INITIAL = new HardState(0L, null);

}
