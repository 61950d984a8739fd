package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;

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
 */
public record InitialState(NodeId self, long incarnation, HardState hardState, TermIndex log,
		List<IndexedConfiguration> configurations, List<Peer> bootstrapPeers) {

	public InitialState {
		configurations = List.copyOf(configurations);
		bootstrapPeers = List.copyOf(bootstrapPeers);
	}

}
