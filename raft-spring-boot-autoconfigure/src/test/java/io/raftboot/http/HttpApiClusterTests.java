package io.raftboot.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.raftboot.core.node.RaftNode;
import io.raftboot.http.ApiClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One node on its own becomes a cluster, and smaller again, by nothing but calls over
 * HTTP.
 */
abstract class HttpApiClusterTests {

	@TempDir
	Path directory;

	private final Map<String, ConfigurableApplicationContext> contexts = new TreeMap<>();

	private final Map<String, ApiClient> apis = new TreeMap<>();

	@AfterEach
	void closeAll() {
		this.contexts.values().forEach(ConfigurableApplicationContext::close);
	}

	/** Where a node of this port for peers, and one for clients, is reached by peers. */
	abstract String address(int peerPort, int clientPort);

	/** Settings of a node that is reached there by peers. */
	abstract List<String> settings(String address);

	@Test
	void aNodeBecomesAClusterByCallsAlone() throws Exception {
		int[] peerPorts = freePorts(3);
		int[] clientPorts = freePorts(3);
		String[] addresses = new String[3];
		for (int i = 0; i < 3; i++) {
			addresses[i] = address(peerPorts[i], clientPorts[i]);
		}
		start("n1", clientPorts[0], addresses[0]);
		await().until(() -> leader("n1") != null);
		assertThat(set("n1", "a", "1").isNull()).isTrue();
		assertThat(set("n1", "a", "2").stringValue()).isEqualTo("1");

		addBeforeItRuns("n1", "n2", addresses[1]);
		assertThat(set("n1", "b", "1").isNull()).isTrue();
		start("n2", clientPorts[1], addresses[1], "--raft.join=true", "--raft.peers=n1@" + addresses[0]);
		awaitVoters("n1", "n2");

		addBeforeItRuns("n2", "n3", addresses[2]);
		start("n3", clientPorts[2], addresses[2], "--raft.join=true", "--raft.peers=n2@" + addresses[1]);
		awaitVoters("n1", "n2", "n3");
		for (String id : List.of("n1", "n2", "n3")) {
			assertThat(set(id, "c" + id, "1").isNull()).isTrue();
			assertThat(find(id, "a")).isEqualTo("2");
			assertThat(find(id, "c" + id)).isEqualTo("1");
		}
		assertThatWhatCannotBeIsRefused(addresses[2]);

		JsonNode left = api("n3").post("deleteNode", "{\"id\":\"n1\"}").data();
		assertThat(roles(left)).containsOnlyKeys("n2", "n3");
		awaitVoters("n2", "n3");
		assertThat(set("n2", "a", "3").stringValue()).isEqualTo("2");
		assertThat(set("n3", "a", "4").stringValue()).isEqualTo("3");
		assertThat(find("n3", "a")).isEqualTo("4");
	}

	/** It counts for nothing until it runs and has caught up. */
	private void addBeforeItRuns(String asked, String id, String address) {
		String body = "{\"id\":\"" + id + "\",\"address\":\"" + address + "\"}";
		JsonNode list = api(asked).post("addNode", body).data();
		assertThat(roles(list)).containsEntry(id, "JOINING").containsEntry("n1", "VOTER");
		assertThat(roles(api(asked).post("addNode", body).data())).isEqualTo(roles(list));
	}

	private void assertThatWhatCannotBeIsRefused(String member) {
		api("n2").post("addNode", "{\"id\":\"n4\",\"address\":\"0.0.0.0:7000\"}").assertFailed(409, "409000");
		api("n2").post("addNode", "{\"id\":\"n4\",\"address\":\"nowhere\"}").assertFailed(409, "409000");
		api("n2").post("deleteNode", "{\"id\":\"n4\"}").assertFailed(409, "409000");
		assertThat(roles(api("n3").post("addNode", "{\"id\":\"n3\",\"address\":\"" + member + "\"}").data()))
			.containsEntry("n3", "VOTER");
	}

	private void start(String id, int clientPort, String address, String... more) {
		List<String> arguments = new ArrayList<>(settings(address));
		arguments.addAll(List.of("--raft.node-id=" + id, "--raft.data-dir=" + this.directory.resolve(id),
				"--server.port=" + clientPort, "--server.address=127.0.0.1", "--raft.http.enabled=true",
				"--raft.election-timeout=300ms", "--raft.heartbeat-interval=50ms", "--raft.proposal-timeout=3s"));
		arguments.addAll(List.of(more));
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).logStartupInfo(false)
			.run(arguments.toArray(String[]::new));
		this.contexts.put(id, context);
		this.apis.put(id,
				new ApiClient(clientPort, context.getEnvironment().getProperty("server.servlet.context-path", "")));
	}

	private ApiClient api(String id) {
		return this.apis.get(id);
	}

	private String leader(String id) {
		Answer answer = api(id).get("getPeerList");
		return answer.data().get("leader").isNull() ? null : answer.data().get("leader").stringValue();
	}

	private JsonNode set(String id, String key, String value) {
		return api(id).post("set", "{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}").data();
	}

	private String find(String id, String key) {
		return this.contexts.get(id).getBean(SetMachines.Store.class).find(key);
	}

	private void awaitVoters(String... ids) {
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			for (String id : ids) {
				Map<String, String> roles = roles(api(id).get("getPeerList").data());
				assertThat(roles).containsOnlyKeys(ids);
				assertThat(roles.values()).containsOnly("VOTER");
				assertThat(leader(id)).isNotNull();
				assertThat(this.contexts.get(id).getBean(RaftNode.class).status().quorum()).isTrue();
			}
		});
	}

	private static Map<String, String> roles(JsonNode list) {
		Map<String, String> roles = new TreeMap<>();
		list.get("peers").forEach((peer) -> roles.put(peer.get("id").stringValue(), peer.get("role").stringValue()));
		return roles;
	}

	private static int[] freePorts(int count) throws IOException {
		int[] ports = new int[count];
		List<ServerSocket> sockets = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			ServerSocket socket = new ServerSocket(0);
			sockets.add(socket);
			ports[i] = socket.getLocalPort();
		}
		for (ServerSocket socket : sockets) {
			socket.close();
		}
		return ports;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ SetMachines.Store.class, SetMachines.SetPut.class })
	static class Application {

	}

}
