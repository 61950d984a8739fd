package io.raftboot.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes that are set up wrongly end soon or wait, say clearly what is wrong, and leave a
 * healthy cluster alone. What {@link BadSettingsTests} shows needs no process.
 */
@Tag("long")
class BadStartIT {

	private static final Duration START_PATIENCE = Duration.ofSeconds(120);

	/** A write waits for a leader as long as this. */
	private static final String SHORT_PATIENCE = "--raft.proposal-timeout=1s";

	private static ProcessCluster cluster;

	private static int writes;

	@BeforeAll
	static void start() {
		cluster = ProcessCluster.started("bad-start", 3);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@AfterEach
	void endTheStrangers() {
		cluster.killStrangers();
	}

	@AfterEach
	void theHealthyClusterServes() {
		for (NodeProcess node : cluster.nodes()) {
			if (node.isAlive()) {
				String value = "v" + ++writes;
				assertThat(node.api().send("PUT", "/kv/healthy", HttpApi.json("value", value)).status()).isEqualTo(200);
				assertThat(node.api().send("GET", "/kv/healthy", null).value()).isEqualTo(value);
			}
		}
	}

	/** A node on its own with a data directory of that name. */
	private static NodeProcess alone(String name) {
		int port = FreePorts.next();
		return cluster.stranger(name, "x1", port, "x1@127.0.0.1:" + port);
	}

	private static void assertEndsWith(NodeProcess node, String... texts) {
		assertThat(node.exitCode(START_PATIENCE)).isNotZero();
		assertThat(node.output()).contains("APPLICATION FAILED TO START").contains(texts);
	}

	@Test
	void aWebPortInUse() throws IOException {
		int port = FreePorts.next();
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			NodeProcess node = alone("web-port");
			node.start("--server.port=" + socket.getLocalPort());
			assertEndsWith(node, "Port " + port + " was already in use");
		}
	}

	@Test
	void aDataDirectoryInUse() {
		NodeProcess owner = cluster.nodes().get(0);
		NodeProcess node = alone("directory-in-use");
		node.start("--raft.data-dir=" + owner.dataDirectory());
		assertEndsWith(node, owner.dataDirectory().toString(), "in use", "raft.data-dir");
	}

	@Test
	void aNewNodeWithAnotherPeerListNeverJoins() {
		int port = FreePorts.next();
		// n1 and n2 of the healthy cluster, and itself, of which they know nothing
		NodeProcess node = cluster.stranger("another-list", "n4", port, cluster.peers() + ",n4@127.0.0.1:" + port);
		node.start(SHORT_PATIENCE);
		assertWaitsAndSays(node, "Node n4 is not in the configuration of cluster");
	}

	@Test
	void peersThatDisagreeNeverElect() {
		int port = FreePorts.next();
		int otherPort = FreePorts.next();
		String list = "y1@127.0.0.1:" + port + ",y2@127.0.0.1:" + otherPort;
		NodeProcess one = cluster.stranger("disagree-1", "y1", port, list);
		NodeProcess other = cluster.stranger("disagree-2", "y2", otherPort, list + ",y3@127.0.0.1:" + FreePorts.next());
		one.start(SHORT_PATIENCE);
		other.start();
		assertWaitsAndSays(one, "Node y1 was started with another peer list than node y2");
		assertThat(other.leader()).isNull();
	}

	@Test
	void aNodeOfAnotherClusterIsRefused() {
		NodeProcess replaced = cluster.nodes().get(2);
		replaced.kill();
		String address = "127.0.0.1:" + replaced.raftPort();
		NodeProcess other = cluster.stranger("another-cluster", replaced.id(), replaced.raftPort(),
				replaced.id() + "@" + address);
		other.start();
		ProcessCluster.await("a cluster of its own").until(() -> replaced.id().equals(other.leader()));
		other.kill();
		other.start("--raft.peers=" + cluster.peers());
		ProcessCluster.await("a refusal").until(() -> other.output().contains("is of cluster"));
		theHealthyClusterServes();
		assertThat(other.leader()).isNotEqualTo(cluster.awaitLeader().id());
		other.kill();
		replaced.start();
		cluster.awaitCaughtUp(replaced);
	}

	/** It runs, has no leader, and its log says why. */
	private static void assertWaitsAndSays(NodeProcess node, String text) {
		ProcessCluster.await("an answer").until(() -> node.status().isPresent());
		ProcessCluster.await(text).until(() -> node.output().contains(text));
		assertThat(node.leader()).isNull();
		HttpApi.Answer write = node.api().send("PUT", "/kv/a", HttpApi.json("value", "v"));
		assertThat(write.status()).as("%s", write).isEqualTo(503);
	}

}
