package io.raftboot.actuate;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.node.RaftStatus.PeerStatus;

/** How far the peers of a node are; what only a leader knows is NaN elsewhere. */
final class PeerGauges {

	private final MeterRegistry registry;

	private final RaftNode node;

	private final Tags tags;

	private final Map<NodeId, List<Meter>> meters = new HashMap<>();

	PeerGauges(MeterRegistry registry, RaftNode node, Tags tags) {
		this.registry = registry;
		this.node = node;
		this.tags = tags;
	}

	/** Has gauges for exactly these peers. */
	void keep(Collection<NodeId> ids) {
		this.meters.entrySet().removeIf((known) -> {
			boolean gone = !ids.contains(known.getKey());
			if (gone) {
				known.getValue().forEach(this.registry::remove);
			}
			return gone;
		});
		ids.forEach((id) -> this.meters.computeIfAbsent(id, this::register));
	}

	private List<Meter> register(NodeId id) {
		return List.of(gauge("raft.replication.lag", "entries",
				"Entries of the leader's log that the peer is not known to have", id, (status) -> lag(status, id)),
				gauge("raft.replication.inflight", "messages", "Messages with entries that the peer has not answered",
						id, (status) -> inFlight(status, id)),
				gauge("raft.peer.contact", "seconds", "Time since the peer was last heard from", id,
						(status) -> contactSeconds(status, id)));
	}

	private Meter gauge(String name, String unit, String description, NodeId id, ToDoubleFunction<RaftStatus> value) {
		return Gauge.builder(name, this.node, (node) -> value.applyAsDouble(node.status()))
			.description(description)
			.baseUnit(unit)
			.tags(this.tags.and("peer", id.value()))
			.register(this.registry);
	}

	private static double lag(RaftStatus status, NodeId id) {
		for (PeerStatus peer : status.peers()) {
			if (peer.id().equals(id) && peer.matchIndex() >= 0) {
				return Math.max(0L, status.lastIndex() - peer.matchIndex());
			}
		}
		return Double.NaN;
	}

	private static double inFlight(RaftStatus status, NodeId id) {
		for (PeerStatus peer : status.peers()) {
			if (peer.id().equals(id) && peer.state() != null) {
				return peer.inFlight();
			}
		}
		return Double.NaN;
	}

	/** A node that does not lead hears from nobody but its leader. */
	private static double contactSeconds(RaftStatus status, NodeId id) {
		if (id.equals(status.leader())) {
			return Units.seconds(status.leaderContactNanos());
		}
		for (PeerStatus peer : status.peers()) {
			if (peer.id().equals(id)) {
				return Units.seconds(peer.lastContactNanos());
			}
		}
		return Double.NaN;
	}

}
