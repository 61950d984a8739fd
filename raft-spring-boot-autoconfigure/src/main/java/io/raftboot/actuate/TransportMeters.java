package io.raftboot.actuate;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.transport.TransportCounters;

/** What the network of a node counts; begins anew with each start of the node. */
final class TransportMeters {

	private final RaftNode node;

	TransportMeters(RaftNode node) {
		this.node = node;
	}

	void bindTo(MeterRegistry registry, Tags tags) {
		bytes("raft.transport.sent", "control", (counters) -> counters.bytesSent() - counters.bulkBytesSent())
			.description("Bytes written to peers")
			.tags(tags)
			.register(registry);
		bytes("raft.transport.sent", "bulk", TransportCounters::bulkBytesSent).description("Bytes written to peers")
			.tags(tags)
			.register(registry);
		bytes("raft.transport.received", "control",
				(counters) -> counters.bytesReceived() - counters.bulkBytesReceived())
			.description("Bytes read from peers")
			.tags(tags)
			.register(registry);
		bytes("raft.transport.received", "bulk", TransportCounters::bulkBytesReceived)
			.description("Bytes read from peers")
			.tags(tags)
			.register(registry);
		counter("raft.transport.messages.dropped", TransportCounters::messagesDropped)
			.description("Messages not sent for want of a connection or of space in its queue")
			.tags(tags)
			.register(registry);
		counter("raft.transport.frames.refused", TransportCounters::framesRefused)
			.description("Malformed or oversized frames, each of which closed its connection")
			.tags(tags)
			.register(registry);
		counter("raft.transport.connections.refused", TransportCounters::connectionsRefused)
			.description("Connections whose handshake this node refused")
			.tags(tags)
			.register(registry);
	}

	/** Snapshots have connections of their own, the bulk lane. */
	private FunctionCounter.Builder<RaftNode> bytes(String name, String lane,
			ToDoubleFunction<TransportCounters> value) {
		return counter(name, value).baseUnit("bytes").tag("lane", lane);
	}

	private FunctionCounter.Builder<RaftNode> counter(String name, ToDoubleFunction<TransportCounters> value) {
		return FunctionCounter.builder(name, this.node, (node) -> value.applyAsDouble(node.transportCounters()));
	}

}
