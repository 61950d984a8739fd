package io.raftboot.sample;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Every node takes every request. */
class WriteThroughFollowerIT {

	private static ProcessCluster cluster;

	@BeforeAll
	static void start() {
		cluster = ProcessCluster.started("follower", 3);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	private static NodeProcess follower() {
		NodeProcess leader = cluster.awaitLeader();
		return cluster.nodes().stream().filter((node) -> node != leader && node.isAlive()).findFirst().orElseThrow();
	}

	@Test
	void whatAFollowerTookIsReadableEverywhere() {
		for (int i = 0; i < 20; i++) {
			NodeProcess writer = cluster.nodes().get(i % 3);
			HttpApi.Answer written = writer.api().send("PUT", "/kv/followed", HttpApi.json("value", "v" + i));
			assertThat(written.status()).as("%s", written).isEqualTo(200);
			for (NodeProcess node : cluster.nodes()) {
				HttpApi.Answer read = node.api().send("GET", "/kv/followed", null);
				assertThat(read.body()).as("%s", node).isEqualTo(written.body());
			}
		}
	}

	@Test
	void theWriterReadsItsOwnWriteLocally() {
		NodeProcess follower = follower();
		for (int i = 0; i < 20; i++) {
			HttpApi.Answer written = follower.api().send("PUT", "/kv/own", HttpApi.json("value", "v" + i));
			HttpApi.Answer read = follower.api().send("GET", "/kv/own?consistency=local", null);
			assertThat(read.body()).isEqualTo(written.body());
		}
	}

	@Test
	void allOperationsWorkThroughAFollower() {
		HttpApi api = follower().api();
		assertThat(api.send("POST", "/kv/ops/cas", HttpApi.json("expected", null, "value", "a")).value())
			.isEqualTo("a");
		assertThat(api.send("POST", "/kv/ops/cas", HttpApi.json("expected", "b", "value", "c")).status())
			.isEqualTo(409);
		assertThat(api.send("DELETE", "/kv/ops", null).value()).isEqualTo("a");
		assertThat(api.send("POST", "/kv/ops/append", HttpApi.json("element", "x")).list()).hasSize(1);
		assertThat(api.send("GET", "/kv/ops?consistency=linearizable", null).list()).hasSize(1);
	}

	@Test
	void theActuatorAnswersOnEveryNode() {
		NodeProcess leader = cluster.awaitLeader();
		for (NodeProcess node : cluster.nodes()) {
			JsonNode status = node.status().orElseThrow();
			assertThat(status.get("node").stringValue()).isEqualTo(node.id());
			assertThat(status.get("leader").stringValue()).isEqualTo(leader.id());
			assertThat(status.get("role").stringValue()).isEqualTo((node == leader) ? "LEADER" : "FOLLOWER");
			assertThat(status.get("term").longValue()).isPositive();
			assertThat(status.get("peers").size()).isEqualTo(3);
			assertThat(status.get("index").get("commit").longValue()).isPositive();
			HttpApi.Answer health = node.api().send("GET", "/actuator/health", null);
			assertThat(health.status()).as("%s", health).isEqualTo(200);
			assertThat(health.json().get("status").stringValue()).isEqualTo("UP");
		}
	}

	@Test
	void anAppendUnderAKeyIsDoneOnceOnWhateverNode() {
		HttpApi.Answer first = cluster.nodes()
			.get(0)
			.api()
			.sendOnce("/kv/once/append", HttpApi.json("element", "a"), "k");
		assertThat(first.status()).as("%s", first).isEqualTo(200);
		for (NodeProcess node : cluster.nodes()) {
			assertThat(node.api().sendOnce("/kv/once/append", HttpApi.json("element", "a"), "k").body())
				.isEqualTo(first.body());
		}
		assertThat(cluster.nodes().get(1).api().sendOnce("/kv/once/append", HttpApi.json("element", "b"), "k").status())
			.isEqualTo(422);
		assertThat(cluster.nodes().get(1).api().sendOnce("/kv/once/append", HttpApi.json("element", "b"), " ").status())
			.isEqualTo(400);
	}

	@Test
	void sigtermEndsANodeCleanlyAndTheOthersGoOn() {
		NodeProcess leader = cluster.awaitLeader();
		HttpApi.Answer once = leader.api().sendOnce("/kv/kept/append", HttpApi.json("element", "a"), "kept");
		int alreadySaid = leader.output().length();
		leader.terminate();
		HttpApi.Answer written;
		try {
			// 143 = 128 + SIGTERM, what a JVM answers to it
			assertThat(leader.exitCode(Duration.ofSeconds(10))).isEqualTo(143);
			assertThat(leader.output()).doesNotContain("Exception");
			// It had a successor before it stopped
			assertThat(leader.output().substring(alreadySaid)).contains(leader.id() + ": FOLLOWER in term");
			cluster.awaitLeader();
			written = follower().api().send("PUT", "/kv/without", HttpApi.json("value", "v"));
			assertThat(written.status()).as("%s", written).isEqualTo(200);
		}
		finally {
			leader.kill();
			leader.start();
		}
		cluster.awaitCaughtUp(leader);
		// Its database has the answer too
		assertThat(leader.api().sendOnce("/kv/kept/append", HttpApi.json("element", "a"), "kept").body())
			.isEqualTo(once.body());
		assertThat(leader.api().send("GET", "/kv/without", null).body()).isEqualTo(written.body());
	}

}
