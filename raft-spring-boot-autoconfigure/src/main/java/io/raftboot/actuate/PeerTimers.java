package io.raftboot.actuate;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** What a leader measures with one of its peers. */
final class PeerTimers {

	private final Timer replication;

	private final Timer roundTrip;

	private final Counter entries;

	private final Counter bytes;

	PeerTimers(MeterRegistry registry, Tags tags) {
		this.replication = Buckets.ofDisksAndNetworks("raft.replication.time")
			.description("Messages with entries, from sending to the peer's word that it has them on its disk")
			.tags(tags)
			.register(registry);
		this.roundTrip = Buckets.ofDisksAndNetworks("raft.peer.rtt")
			.description("Round trips of heartbeats")
			.tags(tags)
			.register(registry);
		this.entries = Counter.builder("raft.replication.entries")
			.description("Entries sent to the peer")
			.tags(tags)
			.register(registry);
		this.bytes = Counter.builder("raft.replication.bytes")
			.description("Bytes of the entries sent to the peer")
			.baseUnit("bytes")
			.tags(tags)
			.register(registry);
	}

	void sent(int entries, int bytes) {
		this.entries.increment(entries);
		this.bytes.increment(bytes);
	}

	void replicated(long nanos) {
		this.replication.record(nanos, TimeUnit.NANOSECONDS);
	}

	void heartbeatAnswered(long nanos) {
		this.roundTrip.record(nanos, TimeUnit.NANOSECONDS);
	}

	void remove(MeterRegistry registry) {
		registry.remove(this.replication);
		registry.remove(this.roundTrip);
		registry.remove(this.entries);
		registry.remove(this.bytes);
	}

}
