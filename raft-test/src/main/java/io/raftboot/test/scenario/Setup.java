package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.RaftSettings;
import org.jspecify.annotations.Nullable;

/** What a script begins with: numbers and nodes. */
final class Setup {

	static final ClusterId CLUSTER = new ClusterId(7, 7);

	static final long MILLIS = 1_000_000L;

	final Map<NodeId, NodeSetup> nodes = new LinkedHashMap<>();

	final Map<String, Long> numbers = new LinkedHashMap<>(Map.of("election-timeout", 500 * MILLIS, "heartbeat",
			100 * MILLIS, "clock-drift", 10L, "message-bytes", 1L << 20, "in-flight-messages", 256L, "in-flight-bytes",
			16L << 20, "uncommitted-bytes", 64L << 20, "random", 0L));

	/** What a member of the script's cluster is at the start. */
	enum Part {

		/** Counts. */
		VOTER,
		/** Receives the log and never counts. */
		LEARNER,
		/** Knows no cluster, and no cluster knows it. */
		OUTSIDE

	}

	/** An entry of a log that is there from the start. */
	record GivenEntry(long term, @Nullable String label, @Nullable Membership configuration) {
	}

	/** A snapshot that is there from the start. */
	record GivenSnapshot(long index, long term, @Nullable Membership configuration) {
	}

	/** One node as it is declared. */
	record NodeSetup(NodeId id, Part part, long term, @Nullable NodeId vote, @Nullable GivenSnapshot snapshot,
			List<GivenEntry> log, boolean down, double timer, int clockPercent, int priority) {

		boolean isBlank() {
			return this.log.isEmpty() && this.snapshot == null;
		}
	}

	RaftSettings settings(int priority) {
		return new RaftSettings(number("election-timeout"), number("heartbeat"), (int) number("clock-drift"),
				(int) number("message-bytes"), (int) number("in-flight-messages"), number("in-flight-bytes"),
				number("uncommitted-bytes"), priority);
	}

	long number(String name) {
		Long number = this.numbers.get(name);
		return (number != null) ? number : 0;
	}

	/** The configuration all logs begin with. */
	ConfigurationEntry configuration() {
		return new ConfigurationEntry(CLUSTER, new Membership(members(Part.VOTER), List.of(), members(Part.LEARNER)));
	}

	/** What a node is started with besides its disk. */
	List<Peer> bootstrapPeers(NodeSetup node) {
		return (node.part() == Part.VOTER) ? members(Part.VOTER) : List.of();
	}

	static Peer peer(NodeId id) {
		return new Peer(id, id + ":1", incarnation(id));
	}

	static long incarnation(NodeId id) {
		return 1000 + id.value().hashCode() % 1000;
	}

	private List<Peer> members(Part part) {
		List<Peer> members = new ArrayList<>();
		for (NodeSetup node : this.nodes.values()) {
			if (node.part() == part) {
				members.add(peer(node.id()));
			}
		}
		return members;
	}

}
