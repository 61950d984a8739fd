package io.raftboot.actuate;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.RaftStatus;

/** What a node knows of itself, without its peers. Unknown is NaN. */
final class StatusGauges {

	/** As {@link RaftViewAssembler#role} names them. */
	private static final List<String> ROLES = List.of("FOLLOWER", "PRE_CANDIDATE", "CANDIDATE", "LEADER", "LEARNER",
			"JOINING", "STOPPED", "FAILED");

	private final RaftNode node;

	private final RaftNodeOptions options;

	private final RaftHealthReasons healthReasons;

	StatusGauges(RaftNode node, RaftNodeOptions options, RaftHealthReasons healthReasons) {
		this.node = node;
		this.options = options;
		this.healthReasons = healthReasons;
	}

	void bindTo(MeterRegistry registry, Tags tags) {
		bindRaft(registry, tags);
		bindIndexes(registry, tags);
		bindStorage(registry, tags);
		bindHealth(registry, tags);
	}

	private void bindRaft(MeterRegistry registry, Tags tags) {
		gauge("raft.leader.known", (status) -> flag(status.leader() != null))
			.description("Whether this node knows a leader")
			.tags(tags)
			.register(registry);
		for (String role : ROLES) {
			gauge("raft.role", (status) -> flag(RaftViewAssembler.role(status).equals(role)))
				.description("1 for the role the node has, 0 for the others")
				.tags(tags.and("role", role.toLowerCase(Locale.ROOT)))
				.register(registry);
		}
		FunctionCounter.builder("raft.leader.changes", this.node, (node) -> node.status().leaderChanges())
			.description("Times this node has seen another leader")
			.tags(tags)
			.register(registry);
		gauge("raft.term", RaftStatus::term).description("Current term").tags(tags).register(registry);
		gauge("raft.voters", (status) -> status.membership().voters().size())
			.description("Voters of the configuration in effect")
			.tags(tags)
			.register(registry);
		gauge("raft.proposals.pending", RaftStatus::pendingProposals)
			.description("Commands of this node's callers that wait for their end")
			.tags(tags)
			.register(registry);
		Gauge
			.builder("raft.election.timeout", this.options,
					(options) -> Units.seconds(options.electionTimeout().toNanos()))
			.description("The election timeout the node was configured with")
			.baseUnit("seconds")
			.tags(tags)
			.register(registry);
	}

	private void bindIndexes(MeterRegistry registry, Tags tags) {
		index("last", RaftStatus::lastIndex, registry, tags);
		index("durable", RaftStatus::durableIndex, registry, tags);
		index("commit", RaftStatus::commitIndex, registry, tags);
		index("applied", RaftStatus::appliedIndex, registry, tags);
		index("snapshot", RaftStatus::snapshotIndex, registry, tags);
	}

	private void index(String kind, ToDoubleFunction<RaftStatus> value, MeterRegistry registry, Tags tags) {
		gauge("raft.index", value).description("How far the node is in the log")
			.tags(tags.and("kind", kind))
			.register(registry);
	}

	private void bindStorage(MeterRegistry registry, Tags tags) {
		gauge("raft.log.bytes", RaftStatus::logBytes).description("Size of the log")
			.baseUnit("bytes")
			.tags(tags)
			.register(registry);
		gauge("raft.log.segments", RaftStatus::logSegments).description("Segments of the log")
			.tags(tags)
			.register(registry);
		gauge("raft.snapshot.bytes", (status) -> (status.snapshotIndex() > 0) ? status.snapshotBytes() : Double.NaN)
			.description("Size of the newest snapshot")
			.baseUnit("bytes")
			.tags(tags)
			.register(registry);
		gauge("raft.snapshot.age", StatusGauges::snapshotAgeSeconds)
			.description("Time since the newest snapshot was taken or received")
			.baseUnit("seconds")
			.tags(tags)
			.register(registry);
		Path directory = this.options.dataDirectory();
		if (directory != null) {
			Gauge.builder("raft.disk.free", directory.toFile(), File::getUsableSpace)
				.description("Space left on the disk of the data directory")
				.baseUnit("bytes")
				.tags(tags)
				.strongReference(true)
				.register(registry);
		}
	}

	private void bindHealth(MeterRegistry registry, Tags tags) {
		gauge("raft.healthy", (status) -> flag(this.healthReasons.of(status).isEmpty()))
			.description("Whether this node is healthy")
			.tags(tags)
			.register(registry);
		gauge("raft.failure.tolerance", this::failureTolerance)
			.description("Voters that may fail before there is no majority; known to the leader")
			.tags(tags)
			.register(registry);
		gauge("raft.diverged", (status) -> flag(!status.divergences().isEmpty()))
			.description("Whether the states of nodes are known to differ")
			.tags(tags)
			.register(registry);
	}

	private Gauge.Builder<RaftNode> gauge(String name, ToDoubleFunction<RaftStatus> value) {
		return Gauge.builder(name, this.node, (node) -> value.applyAsDouble(node.status()));
	}

	private static double flag(boolean set) {
		return set ? 1.0 : 0.0;
	}

	private static double snapshotAgeSeconds(RaftStatus status) {
		return (status.snapshotIndex() > 0)
				? Math.max(0L, System.currentTimeMillis() - status.snapshotCreatedMillis()) / 1_000.0 : Double.NaN;
	}

	private double failureTolerance(RaftStatus status) {
		Integer tolerance = new PeerTable(status, this.options, null).failureTolerance();
		return (tolerance != null) ? tolerance : Double.NaN;
	}

}
