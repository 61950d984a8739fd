package io.raftboot.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract over HTTP with one node on its own: engine, log and database. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "raft.standalone=true")
@DirtiesContext
class StandaloneHttpTests extends KeyValueHttpTests {

	private static Path dataDirectory;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void dataDirectory(DynamicPropertyRegistry registry) throws IOException {
		dataDirectory = Files.createTempDirectory("standalone");
		registry.add("raft.data-dir", dataDirectory::toString);
	}

	@AfterAll
	static void deleteData() throws IOException {
		FileSystemUtils.deleteRecursively(dataDirectory);
	}

	@Override
	int port() {
		return this.port;
	}

	@Test
	void theActuatorShowsTheNode() {
		JsonNode status = this.api.send("GET", "/actuator/raft", null).json();
		assertThat(status.get("role").stringValue()).isEqualTo("LEADER");
		assertThat(status.get("leader").stringValue()).isEqualTo(status.get("node").stringValue());
		assertThat(this.api.send("GET", "/actuator/health", null).json().get("status").stringValue()).isEqualTo("UP");
	}

	@Test
	void prometheusFindsTheNode() {
		this.api.send("PUT", "/kv/measured", HttpApi.json("value", "v"));
		HttpApi.Answer scrape = this.api.send("GET", "/actuator/prometheus", null);
		assertThat(scrape.status()).isEqualTo(200);
		assertThat(scrape.body()).contains("raft_leader_known{group=\"default\"} 1.0")
			.containsPattern("raft_proposals_seconds_count\\{.*outcome=\"ok\".*} [1-9]");
	}

	@Test
	void theOnlyMemberIsListed() {
		JsonNode view = this.api.send("GET", "/cluster/members", null).json();
		assertThat(view.get("leader")).isEqualTo(view.get("node"));
		assertThat(view.get("joint").booleanValue()).isFalse();
		assertThat(view.get("index").longValue()).isPositive();
		assertThat(view.get("members")).hasSize(1);
		assertThat(view.get("members").get(0).get("id")).isEqualTo(view.get("node"));
		assertThat(view.get("members").get(0).get("role").stringValue()).isEqualTo("VOTER");
	}

	@Test
	void theOnlyVoterStays() {
		String self = this.api.send("GET", "/cluster/members", null).json().get("node").stringValue();
		assertRefused("DELETE", "/cluster/members/" + self, "the only voter");
		assertRefused("POST", "/cluster/members/" + self + "/demote", "the only voter");
		assertRefused("POST", "/cluster/transfer", "");
		assertThat(this.api.send("GET", "/cluster/members", null).json().get("members")).hasSize(1);
	}

	@Test
	void aSnapshotIsTakenOnDemand() {
		long revision = this.api.send("PUT", "/kv/snapshot", HttpApi.json("value", "v")).revision();
		HttpApi.Answer taken = this.api.send("POST", "/cluster/snapshot", null);
		assertThat(taken.status()).as("%s", taken).isEqualTo(200);
		long index = taken.json().get("index").longValue();
		assertThat(index).isGreaterThanOrEqualTo(revision);
		JsonNode snapshot = this.api.send("GET", "/actuator/raft", null).json().get("snapshot");
		assertThat(snapshot.get("index").longValue()).isGreaterThanOrEqualTo(index);
		assertThat(snapshot.get("bytes").longValue()).isPositive();
		assertThat(snapshot.get("createdAt").stringValue()).isNotBlank();
	}

	@Test
	void whoIsNoMemberCannotBeChanged() {
		assertRefused("DELETE", "/cluster/members/n9", "n9 is not a member");
		assertRefused("POST", "/cluster/members/n9/promote", "n9 is not a member");
		assertRefused("POST", "/cluster/transfer?target=n9", "n9");
	}

	private void assertRefused(String method, String path, String reason) {
		HttpApi.Answer answer = this.api.send(method, path, null);
		assertThat(answer.status()).as("%s", answer).isEqualTo(409);
		assertThat(answer.contentType()).startsWith("application/problem+json");
		assertThat(answer.json().get("outcome").stringValue()).isEqualTo("NOT_DONE");
		assertThat(answer.json().get("detail").stringValue()).contains(reason);
	}

	@Test
	void whatIsNoNodeIdIsABadRequest() {
		HttpApi.Answer answer = this.api.send("DELETE", "/cluster/members/a%20b", null);
		assertThat(answer.status()).as("%s", answer).isEqualTo(400);
		assertThat(answer.json().get("outcome").stringValue()).isEqualTo("NOT_DONE");
	}

}
