package io.raftboot.sample;

import io.raftboot.spring.test.EmbeddedRaftCluster;
import io.raftboot.spring.test.RaftCluster;
import io.raftboot.spring.test.RaftClusterNode;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Every node takes every request. */
@EmbeddedRaftCluster(web = true)
class WriteThroughFollowerTests {

	private RaftCluster cluster;

	private HttpApi follower() {
		return api(this.cluster.followers().get(0));
	}

	private static HttpApi api(RaftClusterNode node) {
		return new HttpApi(node.port());
	}

	@Test
	void whatAFollowerTookIsReadableEverywhere() {
		for (int i = 0; i < 20; i++) {
			HttpApi writer = api(this.cluster.nodes().get(i % 3));
			HttpApi.Answer written = writer.send("PUT", "/kv/followed", HttpApi.json("value", "v" + i));
			assertThat(written.status()).as("%s", written).isEqualTo(200);
			for (RaftClusterNode node : this.cluster.nodes()) {
				HttpApi.Answer read = api(node).send("GET", "/kv/followed", null);
				assertThat(read.body()).as("%s", node).isEqualTo(written.body());
			}
		}
	}

	@Test
	void theWriterReadsItsOwnWriteLocally() {
		HttpApi follower = follower();
		for (int i = 0; i < 20; i++) {
			HttpApi.Answer written = follower.send("PUT", "/kv/own", HttpApi.json("value", "v" + i));
			HttpApi.Answer read = follower.send("GET", "/kv/own?consistency=local", null);
			assertThat(read.body()).isEqualTo(written.body());
		}
	}

	@Test
	void allOperationsWorkThroughAFollower() {
		HttpApi api = follower();
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
		RaftClusterNode leader = this.cluster.leader();
		for (RaftClusterNode node : this.cluster.nodes()) {
			JsonNode status = api(node).send("GET", "/actuator/raft", null).json();
			assertThat(status.get("node").stringValue()).isEqualTo(node.id());
			assertThat(status.get("leader").stringValue()).isEqualTo(leader.id());
			assertThat(status.get("role").stringValue()).isEqualTo((node == leader) ? "LEADER" : "FOLLOWER");
			assertThat(status.get("term").longValue()).isPositive();
			assertThat(status.get("peers").size()).isEqualTo(3);
			assertThat(status.get("index").get("commit").longValue()).isPositive();
			HttpApi.Answer health = api(node).send("GET", "/actuator/health", null);
			assertThat(health.status()).as("%s", health).isEqualTo(200);
			assertThat(health.json().get("status").stringValue()).isEqualTo("UP");
		}
	}

	@Test
	void anAppendUnderAKeyIsDoneOnceOnWhateverNode() {
		HttpApi.Answer first = api(this.cluster.node("n1")).sendOnce("/kv/once/append", HttpApi.json("element", "a"),
				"k");
		assertThat(first.status()).as("%s", first).isEqualTo(200);
		for (RaftClusterNode node : this.cluster.nodes()) {
			assertThat(api(node).sendOnce("/kv/once/append", HttpApi.json("element", "a"), "k").body())
				.isEqualTo(first.body());
		}
		assertThat(api(this.cluster.node("n2")).sendOnce("/kv/once/append", HttpApi.json("element", "b"), "k").status())
			.isEqualTo(422);
		assertThat(api(this.cluster.node("n2")).sendOnce("/kv/once/append", HttpApi.json("element", "b"), " ").status())
			.isEqualTo(400);
	}

}
