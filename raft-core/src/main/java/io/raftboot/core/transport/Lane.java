package io.raftboot.core.transport;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.SnapshotChunk;

/**
 * Which of the connections to a peer a message takes. Messages keep their order within a
 * lane, but that small ones may overtake large ones with commands, and overtake each
 * other between lanes.
 */
public enum Lane {

	/** Kept up all the time, for everything that is small or urgent. */
	CONTROL,

	/**
	 * Made when there is something to carry, for snapshot files: a heartbeat must not
	 * wait behind them.
	 */
	BULK;

	public static Lane of(Message message) {
		return (message instanceof SnapshotChunk) ? BULK : CONTROL;
	}

}
