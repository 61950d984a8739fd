package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotMeta;
import org.jspecify.annotations.Nullable;

/**
 * What a node starts with: its durable state.
 *
 * @param self who it is
 * @param incarnation number its data directory drew when it was made
 * @param hardState term and vote
 * @param log terms of its log; the core takes it over
 * @param configurations the configurations in its log, ascending by index
 * @param bootstrapPeers the members of a cluster that is yet to be made, self included;
 * used while the log is empty. A single one is a standalone node, none a node that waits
 * to be added
 * @param snapshot the newest snapshot, which the log reaches or begins behind; null if
 * there is none
 */
public record InitialState(NodeId self, long incarnation, HardState hardState, TermIndex log,
		List<IndexedConfiguration> configurations, List<Peer> bootstrapPeers, @Nullable SnapshotMeta snapshot) {

	public InitialState {
		configurations = List.copyOf(configurations);
		bootstrapPeers = List.copyOf(bootstrapPeers);
	}

	/** Without a snapshot. */
	public InitialState(NodeId self, long incarnation, HardState hardState, TermIndex log,
			List<IndexedConfiguration> configurations, List<Peer> bootstrapPeers) {
		this(self, incarnation, hardState, log, configurations, bootstrapPeers, null);
	}

}
