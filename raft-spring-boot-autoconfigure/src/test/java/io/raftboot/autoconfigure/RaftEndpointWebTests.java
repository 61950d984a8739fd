package io.raftboot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import io.raftboot.actuate.RecentRaftEvents;
import io.raftboot.actuate.StatusBuilder;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/** What an operator gets over HTTP, from a node that is a mock. */
class RaftEndpointWebTests {

	private static final RaftNode node = mock(RaftNode.class);

	private static final HttpClient client = HttpClient.newHttpClient();

	private static ConfigurableApplicationContext context;

	private static URI base;

	@BeforeAll
	static void start() {
		given(node.status()).willReturn(leader());
		context = new SpringApplicationBuilder(Application.class).logStartupInfo(false)
			.run("--server.port=0", "--raft.standalone=true",
					"--management.endpoints.web.exposure.include=health,info,raft",
					"--management.endpoint.health.show-components=always",
					"--spring.jackson.property-naming-strategy=" + "SNAKE_CASE");
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		base = URI.create("http://127.0.0.1:" + port + "/actuator/");
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void theShapeIsAsDocumented() throws Exception {
		JsonNode view = json(get("raft"));
		assertThat(view.propertyNames()).containsExactly("schema", "clusterId", "group", "groups", "node", "address",
				"role", "leader", "leaderAddress", "term", "votedFor", "view", "healthy", "reasons", "failure",
				"quorum", "failureTolerance", "leaderSince", "leaseRemainingMillis", "leaderContactMillis", "index",
				"lastLogTerm", "applyLag", "configuration", "peers", "snapshot", "storage", "pending", "stateMachines",
				"divergences", "elections", "versions", "uptimeMillis");
		assertThat(view.get("index").propertyNames()).containsExactly("first", "last", "durable", "commit", "applied",
				"snapshot");
		assertThat(view.get("peers").get(1).propertyNames()).containsExactly("id", "address", "self", "role", "voter",
				"reachable", "healthy", "reasons", "state", "matchIndex", "nextIndex", "lagEntries", "lagMillis",
				"lastContactMillis", "rttMillis", "inFlight", "snapshotPercent", "priority", "version");
	}

	@Test
	void leaderTermAndPeersAreThere() throws Exception {
		JsonNode view = json(get("raft"));
		assertThat(view.get("role").asString()).isEqualTo("LEADER");
		assertThat(view.get("leader").asString()).isEqualTo("n1");
		assertThat(view.get("term").isIntegralNumber()).isTrue();
		assertThat(view.get("peers")).hasSize(3);
		assertThat(view.get("peers").get(2).get("reasons").get(0).asString()).isEqualTo("NO_CONTACT");
	}

	@Test
	void theShapeIsTheSameWithoutALeader() throws Exception {
		JsonNode leading = json(get("raft"));
		given(node.status()).willReturn(StatusBuilder.follower(null).unknownPeer("n2", false).build());
		try {
			JsonNode lost = json(get("raft"));
			assertThat(lost.propertyNames()).containsExactlyElementsOf(leading.propertyNames());
			assertThat(lost.get("leader").isNull()).isTrue();
			assertThat(lost.get("peers").get(1).propertyNames())
				.containsExactlyElementsOf(leading.get("peers").get(1).propertyNames());
			assertThat(get("health").statusCode()).isEqualTo(503);
			assertThat(json(get("health")).at("/components/raft/status").asString()).isEqualTo("OUT_OF_SERVICE");
		}
		finally {
			given(node.status()).willReturn(leader());
		}
	}

	@Test
	void aGroupHasAnAddressOfItsOwn() throws Exception {
		assertThat(json(get("raft/default")).propertyNames())
			.containsExactlyElementsOf(json(get("raft")).propertyNames());
		assertThat(get("raft/other").statusCode()).isEqualTo(404);
	}

	@Test
	void soDoItsParts() throws Exception {
		JsonNode peers = json(get("raft/default/peers"));
		assertThat(peers.propertyNames()).containsExactly("node", "leader", "term", "view", "failureTolerance",
				"peers");
		assertThat(peers.get("peers")).hasSize(3);
		assertThat(json(get("raft/default/configuration")).get("voters")).hasSize(3);
		assertThat(json(get("raft/default/log")).propertyNames()).containsExactly("node", "index", "lastLogTerm",
				"applyLag", "snapshot", "storage");
		context.getBean(RecentRaftEvents.class).onEvent(new RaftEvent.LeaderChanged(NodeId.of("n1"), 7));
		assertThat(json(get("raft/default/events")).at("/events/0/type").asString()).isEqualTo("LEADER_CHANGED");
		assertThat(get("raft/default/other").statusCode()).isEqualTo(404);
		assertThat(get("raft/other/peers").statusCode()).isEqualTo(404);
	}

	@Test
	void whatCannotBeShownHasAnAnswerOfItsOwn() throws Exception {
		for (String path : List.of("raft", "raft/default", "raft/default/peers")) {
			HttpResponse<String> response = get(path + "?scope=cluster");
			assertThat(response.statusCode()).as(path).isEqualTo(400);
			assertThat(json(response).propertyNames()).containsExactly("outcome", "message", "node", "leader");
			assertThat(json(response).get("outcome").asString()).isEqualTo("BAD_PARAMETER");
			assertThat(json(response).get("message").asString()).isEqualTo("'scope' is 'cluster', not local or leader");
		}
		assertThat(get("raft/default/other?scope=leader").statusCode()).isEqualTo(404);
		assertThat(get("raft/other?scope=leader").statusCode()).isEqualTo(404);
		given(node.status()).willReturn(StatusBuilder.follower(null).build());
		try {
			HttpResponse<String> response = get("raft?scope=leader");
			assertThat(response.statusCode()).isEqualTo(503);
			assertThat(json(response).get("outcome").asString()).isEqualTo("NO_LEADER");
			assertThat(json(response).get("node").asString()).isEqualTo("n1");
			assertThat(json(response).get("leader").isNull()).isTrue();
		}
		finally {
			given(node.status()).willReturn(leader());
		}
	}

	@Test
	void nothingCanBeChanged() throws Exception {
		for (String path : List.of("raft", "raft/default", "raft/default/step-down", "raft/default/peers")) {
			HttpRequest post = HttpRequest.newBuilder(base.resolve(path))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString("{}"))
				.build();
			assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).as(path).isEqualTo(405);
		}
		then(node).should(never()).administration();
	}

	@Test
	void infoNamesTheNode() throws Exception {
		JsonNode raft = json(get("info")).get("raft");
		assertThat(raft.get("node").asString()).isEqualTo("n1");
		assertThat(raft.get("role").asString()).isEqualTo("LEADER");
		assertThat(raft.get("leader").asString()).isEqualTo("n1");
		assertThat(raft.get("term").asInt()).isEqualTo(7);
	}

	private static RaftStatus leader() {
		return StatusBuilder.leader()
			.peer("n2", true, true, "REPLICATE", 91_233, 14)
			.peer("n3", true, false, "PROBE", 88_000, 41_200)
			.build();
	}

	private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return client.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString());
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(TestMachine.class)
	static class Application {

		@Bean
		RaftNode raftNode() {
			return node;
		}

	}

}
