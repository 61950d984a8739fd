package io.raftboot.autoconfigure;

import java.nio.file.Path;

import io.raftboot.core.node.RaftStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole answers of three real nodes, to look at. */
class RaftEndpointGoldenTests {

	private static final Golden golden = new Golden("clusterId", "address", "leaderAddress", "term", "leaderSince",
			"leaseRemainingMillis", "leaderContactMillis", "index", "first", "last", "durable", "commit", "applied",
			"snapshot", "lastLogTerm", "matchIndex", "nextIndex", "lagMillis", "lastContactMillis", "rttMillis",
			"bytes", "createdAt", "ageMillis", "directory", "logBytes", "freeBytes", "lastFsyncMicros", "digestIndex",
			"started", "won", "leaderChanges", "lastChangeAt", "uptimeMillis", "at", "text");

	@TempDir
	private static Path directory;

	private static WebCluster cluster;

	@BeforeAll
	static void start() throws Exception {
		cluster = new WebCluster(directory, 3, "--management.endpoint.raft.access=unrestricted");
		cluster.submit(1, "count");
		assertThat(cluster.post(0, "raft/default/verify", "{}").statusCode()).isEqualTo(200);
		assertThat(cluster.post(0, "raft/default/snapshot", "{}").statusCode()).isEqualTo(200);
		cluster.await(0,
				(status) -> status.snapshotIndex() > 0 && status.peers()
					.stream()
					.allMatch((peer) -> peer.matchIndex() == status.lastIndex() && peer.inFlight() == 0
							&& peer.roundTripNanos() >= 0));
		RaftStatus leader = cluster.status(0);
		cluster.awaitAll((status) -> status.appliedIndex() == leader.lastIndex() && status.digestReporters() == 3
				&& status.commitIndex() == leader.lastIndex() && status.pendingProposals() == 0
				&& status.peers().stream().allMatch(RaftStatus.PeerStatus::connected));
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Test
	void onTheLeader() throws Exception {
		assertMatches("raft-leader.json", 0, "raft");
	}

	@Test
	void onAFollower() throws Exception {
		assertMatches("raft-follower.json", 1, "raft");
	}

	/** The very answer of the leader, on every node. */
	@Test
	void inTheScopeOfTheLeader() throws Exception {
		for (int node = 0; node < 3; node++) {
			assertMatches("raft-leader.json", node, "raft?scope=leader");
			assertMatches("raft-leader.json", node, "raft/default?scope=leader");
			assertMatches("raft-leader-peers.json", node, "raft/default/peers?scope=leader");
			assertThat(WebCluster.json(cluster.get(node, "raft/default/configuration?scope=leader")))
				.isEqualTo(WebCluster.json(cluster.get(0, "raft/default/configuration")));
			assertThat(WebCluster.json(cluster.get(node, "raft/default/log?scope=leader")).get("node").asString())
				.isEqualTo("n1");
			assertThat(WebCluster.json(cluster.get(node, "raft/default/events?scope=leader")))
				.isEqualTo(WebCluster.json(cluster.get(0, "raft/default/events")));
		}
		assertMatches("raft-follower.json", 1, "raft?scope=local");
	}

	@Test
	void peersOnTheLeader() throws Exception {
		assertMatches("raft-leader-peers.json", 0, "raft/default/peers");
	}

	@Test
	void configurationOnAFollower() throws Exception {
		assertMatches("raft-follower-configuration.json", 1, "raft/default/configuration");
	}

	@Test
	void logOnAFollower() throws Exception {
		assertMatches("raft-follower-log.json", 1, "raft/default/log");
	}

	@Test
	void eventsBeginWithWhatTheNodeBecame() throws Exception {
		JsonNode events = WebCluster.json(cluster.get(1, "raft/default/events"));
		assertThat(events.get("node").asString()).isEqualTo("n2");
		assertThat(events.get("events").valueStream().map((event) -> event.get("type").asString()))
			.contains("LEADER_CHANGED");
		assertThat(events.at("/events/0").propertyNames()).containsExactly("at", "type", "term", "index", "text");
	}

	private static void assertMatches(String name, int node, String path) throws Exception {
		golden.assertMatches(name, WebCluster.json(cluster.get(node, path)));
	}

}
