package io.raftboot.core.node;

import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * There is no leader that would take the call, or this node is not the one that may do
 * it. It surely had no effect: a command was not appended, try again.
 */
public final class NotLeaderException extends RaftException {

	private static final long serialVersionUID = 1L;

	private final transient @Nullable NodeId leader;

	public NotLeaderException(@Nullable NodeId leader) {
		this(leader, (leader != null) ? "Not the leader; the leader is " + leader : "No leader is known");
	}

	/** With words of its own. */
	public NotLeaderException(@Nullable NodeId leader, String message) {
		super(message);
		this.leader = leader;
	}

	/** Who leads as far as this node knows, null when unknown. */
	public @Nullable NodeId leader() {
		return this.leader;
	}

}
