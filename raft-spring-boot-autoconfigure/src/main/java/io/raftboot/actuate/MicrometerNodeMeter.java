package io.raftboot.actuate;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.CallOutcome;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.ElectionOutcome;
import io.raftboot.core.node.NodeMeter;
import io.raftboot.core.node.SnapshotOperation;
import org.jspecify.annotations.Nullable;

/**
 * Records what a node measures in Micrometer: durations, and what is counted with them.
 * All meters are there from the beginning, but for those of peers, which come and go with
 * the members of the cluster, and of reads that failed. For any thread.
 */
public final class MicrometerNodeMeter implements NodeMeter {

	private static final CallOutcome[] OUTCOMES = CallOutcome.values();

	private final MeterRegistry registry;

	private final Tags tags;

	private final Timer[] commands = new Timer[OUTCOMES.length];

	private final @Nullable Timer[][] reads = new Timer[Consistency.values().length][OUTCOMES.length];

	private final Timer commit;

	private final Timer apply;

	private final DistributionSummary applyBatch;

	private final Timer append;

	private final Timer fsync;

	private final Timer electionTime;

	private final Counter[] elections = new Counter[ElectionOutcome.values().length];

	private final Counter[] transfers = new Counter[OUTCOMES.length];

	private final Timer[] snapshots = new Timer[SnapshotOperation.values().length];

	private final Timer[] failedSnapshots = new Timer[SnapshotOperation.values().length];

	private volatile int sessions;

	private volatile int keys;

	private volatile Map<NodeId, PeerTimers> peers = Map.of();

	/**
	 * Registers the meters.
	 * @param registry where
	 * @param group name of the Raft group, a tag of all of them
	 */
	public MicrometerNodeMeter(MeterRegistry registry, String group) {
		this.registry = registry;
		this.tags = Tags.of("group", group);
		for (CallOutcome outcome : OUTCOMES) {
			this.commands[outcome.ordinal()] = Buckets.ofCalls("raft.proposals")
				.description("Commands given to this node, from the call to its end")
				.tags(this.tags.and("outcome", value(outcome)))
				.register(registry);
			this.transfers[outcome.ordinal()] = Counter.builder("raft.leadership.transfers")
				.description("Hand-overs of leadership asked for on this node")
				.tags(this.tags.and("outcome", value(outcome)))
				.register(registry);
		}
		for (Consistency consistency : Consistency.values()) {
			read(consistency, CallOutcome.OK);
		}
		this.commit = timer("raft.commit.time", "Batches of this leader's commands, from append to commit");
		this.apply = timer("raft.apply.time", "Runs of entries given to the state machines");
		this.applyBatch = DistributionSummary.builder("raft.apply.batch")
			.description("Entries given to the state machines in one run")
			.baseUnit("entries")
			.tags(this.tags)
			.register(registry);
		Gauge.builder("raft.sessions", this, (meter) -> meter.sessions)
			.description("Sessions of nodes whose commands are remembered")
			.tags(this.tags)
			.register(registry);
		Gauge.builder("raft.session.keys", this, (meter) -> meter.keys)
			.description("Keys of callers whose commands are remembered")
			.tags(this.tags)
			.register(registry);
		this.append = timer("raft.log.append", "Groups of entries written to the log, without the force");
		this.fsync = timer("raft.log.fsync", "Forces of the log to the disk");
		this.electionTime = Timer.builder("raft.election.time")
			.description("Attempts of this node to become leader")
			.tags(this.tags)
			.register(registry);
		for (ElectionOutcome outcome : ElectionOutcome.values()) {
			this.elections[outcome.ordinal()] = Counter.builder("raft.elections")
				.description("Attempts of this node to become leader")
				.tags(this.tags.and("outcome", value(outcome)))
				.register(registry);
		}
		for (SnapshotOperation operation : SnapshotOperation.values()) {
			this.snapshots[operation.ordinal()] = snapshot(operation, "ok");
			this.failedSnapshots[operation.ordinal()] = snapshot(operation, "error");
		}
	}

	private Timer timer(String name, String description) {
		return Buckets.ofDisksAndNetworks(name).description(description).tags(this.tags).register(this.registry);
	}

	private Timer snapshot(SnapshotOperation operation, String outcome) {
		return Timer.builder("raft.snapshot")
			.description("Snapshots taken, sent, installed and loaded")
			.tags(this.tags.and("operation", value(operation), "outcome", outcome))
			.register(this.registry);
	}

	/** The registry answers with the same timer again if two threads make it. */
	private Timer read(Consistency consistency, CallOutcome outcome) {
		Timer[] timers = this.reads[consistency.ordinal()];
		Timer timer = timers[outcome.ordinal()];
		if (timer == null) {
			timer = Buckets.ofCalls("raft.reads")
				.description("Reads and queries on this node, from the call to its end")
				.tags(this.tags.and("consistency", value(consistency), "outcome", value(outcome)))
				.register(this.registry);
			timers[outcome.ordinal()] = timer;
		}
		return timer;
	}

	private static String value(Enum<?> tag) {
		return tag.name().toLowerCase(Locale.ROOT);
	}

	/** Keeps meters for exactly these peers. */
	synchronized void peers(Collection<NodeId> ids) {
		Map<NodeId, PeerTimers> next = new HashMap<>(this.peers);
		next.keySet().retainAll(ids);
		for (NodeId id : ids) {
			next.computeIfAbsent(id, (peer) -> new PeerTimers(this.registry, this.tags.and("peer", peer.value())));
		}
		Map<NodeId, PeerTimers> before = this.peers;
		this.peers = Map.copyOf(next);
		before.forEach((id, timers) -> {
			if (!next.containsKey(id)) {
				timers.remove(this.registry);
			}
		});
	}

	@Override
	public void commandEnded(CallOutcome outcome, long nanos) {
		this.commands[outcome.ordinal()].record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void readEnded(Consistency consistency, CallOutcome outcome, long nanos) {
		read(consistency, outcome).record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void batchCommitted(long nanos) {
		this.commit.record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void batchApplied(int entries, long nanos) {
		this.apply.record(nanos, TimeUnit.NANOSECONDS);
		this.applyBatch.record(entries);
	}

	@Override
	public void sessionsKept(int sessions, int keys) {
		this.sessions = sessions;
		this.keys = keys;
	}

	@Override
	public void logAppended(long nanos) {
		this.append.record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void logForced(long nanos) {
		this.fsync.record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void entriesSent(NodeId peer, int entries, int bytes) {
		PeerTimers timers = this.peers.get(peer);
		if (timers != null) {
			timers.sent(entries, bytes);
		}
	}

	@Override
	public void entriesReplicated(NodeId peer, long nanos) {
		PeerTimers timers = this.peers.get(peer);
		if (timers != null) {
			timers.replicated(nanos);
		}
	}

	@Override
	public void heartbeatAnswered(NodeId peer, long nanos) {
		PeerTimers timers = this.peers.get(peer);
		if (timers != null) {
			timers.heartbeatAnswered(nanos);
		}
	}

	@Override
	public void electionEnded(ElectionOutcome outcome, long nanos) {
		this.elections[outcome.ordinal()].increment();
		this.electionTime.record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void transferEnded(CallOutcome outcome) {
		this.transfers[outcome.ordinal()].increment();
	}

	@Override
	public void snapshotEnded(SnapshotOperation operation, boolean successful, long nanos) {
		Timer[] timers = successful ? this.snapshots : this.failedSnapshots;
		timers[operation.ordinal()].record(nanos, TimeUnit.NANOSECONDS);
	}

}
