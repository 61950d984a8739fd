package io.raftboot.core.node;

import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.SnapshotMeta;

/** What the outbox tells the rest of its node; on the loop thread. */
interface NodeObserver {

	/** A configuration is in effect; called inside a step, so only take note. */
	void configuration(long index, ConfigurationEntry configuration);

	/** A peer needs the newest snapshot. */
	void sendSnapshot(NodeId to);

	/** This snapshot takes the place of log and state; before the log is touched. */
	void installSnapshot(SnapshotMeta snapshot);

	/** Time to give the applier what it may apply; returns how much that was. */
	int handOver();

	void event(RaftEvent event);

}
