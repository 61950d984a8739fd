package io.raftboot.core.node;

import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * There is no leader that would take the call. The command surely was not appended: try
 * again.
 */
public final class NotLeaderException extends RaftException {

	private static final long serialVersionUID = 1L;

	private final transient @Nullable NodeId leader;

	public NotLeaderException(@Nullable NodeId leader) {
		super((leader != null) ? "Not the leader; the leader is " + leader : "No leader is known");
		this.leader = leader;
	}

	/** Who leads as far as this node knows, null when unknown. */
	public @Nullable NodeId leader() {
		return this.leader;
	}

}
