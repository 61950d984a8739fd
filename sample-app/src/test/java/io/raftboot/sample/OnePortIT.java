package io.raftboot.sample;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that have one port each, for clients and for each other: a node on its own
 * becomes a cluster by calls over HTTP, survives the death of its leader, and lets a node
 * go.
 */
@Tag("long")
class OnePortIT {

	@Test
	void aClusterLivesOnThePortOfItsApplications() {
		try (ProcessCluster cluster = ProcessCluster.standalone("one-port", ProcessCluster.OVER_HTTP)) {
			NodeProcess first = cluster.nodes().get(0);
			set(first, "before", "1");
			NodeProcess second = cluster.join(first);
			add(first, second);
			NodeProcess third = cluster.join(first);
			add(first, third);
			NodeProcess leader = cluster.awaitVoters(first, second, third);
			for (NodeProcess node : cluster.nodes()) {
				set(node, node.id(), "1");
				assertThat(node.api().send("GET", "/kv/before", null).value()).isEqualTo("1");
			}

			leader.kill();
			NodeProcess next = cluster.awaitLeader();
			set(next, "after", "2");
			leader.start();
			cluster.awaitCaughtUp(leader);
			assertThat(leader.api().send("GET", "/kv/after", null).value()).isEqualTo("2");

			JsonNode left = call(leader, "deleteNode", "{\"id\":\"" + next.id() + "\"}");
			assertThat(left.get("count").intValue()).isEqualTo(2);
			cluster.nodes().remove(next);
			next.kill();
			cluster.awaitVoters(cluster.nodes().toArray(NodeProcess[]::new));
			cluster.nodes().forEach((node) -> set(node, "last", "3"));
		}
	}

	private static void add(NodeProcess asked, NodeProcess joiner) {
		JsonNode list = call(asked, "addNode",
				"{\"id\":\"" + joiner.id() + "\",\"address\":\"127.0.0.1:" + joiner.raftPort() + "\"}");
		assertThat(list.get("peers").valueStream().map((peer) -> peer.get("id").stringValue())).contains(joiner.id());
	}

	private static void set(NodeProcess asked, String key, String value) {
		JsonNode result = call(asked, "set", "{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}");
		assertThat(result.get("value").stringValue()).isEqualTo(value);
	}

	private static JsonNode call(NodeProcess asked, String call, String body) {
		HttpApi.Answer answer = asked.api().send("POST", "/raft/api/" + call, body);
		assertThat(answer.status()).as("%s", answer).isEqualTo(200);
		assertThat(answer.json().get("code").stringValue()).isEqualTo("000000");
		return answer.json().get("data");
	}

}
