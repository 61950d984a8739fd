package io.raftboot.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.raftboot.actuate.StatusBuilder;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What probes get from a node that is a mock. Nothing is configured but that details are
 * shown.
 */
class RaftHealthWebTests {

	private static final RaftNode node = mock(RaftNode.class);

	private static final HttpClient client = HttpClient.newHttpClient();

	private static ConfigurableApplicationContext context;

	private static URI base;

	@BeforeAll
	static void start() {
		given(node.status()).willReturn(StatusBuilder.leader().indexes(5, 5).build());
		context = new SpringApplicationBuilder(Application.class).logStartupInfo(false)
			.run("--server.port=0", "--raft.standalone=true", "--management.endpoint.health.show-details=always",
					"--management.health.defaults.enabled=false", "--management.health.raft.enabled=true");
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		base = URI.create("http://127.0.0.1:" + port + "/actuator/");
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void aHealthyLeader() throws Exception {
		assertHealth("leader", StatusBuilder.leader().indexes(5, 5), 200, 200, 200, 200);
	}

	@Test
	void aHealthyFollower() throws Exception {
		assertHealth("follower", StatusBuilder.follower("n2").indexes(5, 5), 200, 200, 200, 200);
	}

	/** It goes on serving what it has, and nobody restarts it. */
	@Test
	void withoutAQuorum() throws Exception {
		assertHealth("no-quorum", StatusBuilder.follower(null).catchUp(5).indexes(5, 5), 503, 200, 200, 200);
	}

	@Test
	void aLeaderThatHasLostItsQuorum() throws Exception {
		assertHealth("leader-no-quorum", StatusBuilder.leader().quorum(false).indexes(5, 5), 503, 200, 200, 200);
	}

	@Test
	void aNodeThatHasFailed() throws Exception {
		assertHealth("failed",
				StatusBuilder.follower(null).catchUp(5).indexes(5, 5).state(NodeState.FAILED, "the disk is gone"), 503,
				503, 503, 503);
	}

	@Test
	void aNodeThatIsCatchingUp() throws Exception {
		assertHealth("catching-up", StatusBuilder.follower("n2").catchUp(900).indexes(500, 400), 503, 503, 200, 503);
	}

	/** It has nothing to replay: a lost quorum must not let a startup probe fail. */
	@Test
	void aNodeThatStartsWithoutALeader() throws Exception {
		assertHealth("starting-alone", StatusBuilder.follower(null).indexes(0, 0), 503, 503, 200, 200);
	}

	@Test
	void aNodeThatWasRemoved() throws Exception {
		assertHealth("removed", StatusBuilder.follower(null).removed().catchUp(5).indexes(5, 5), 503, 503, 200, 200);
	}

	/** Nobody is taken out or restarted for it: the others have the same disks. */
	@Test
	void aNodeWhoseDiskIsFullAndSlow() throws Exception {
		assertHealth("disk-trouble", StatusBuilder.leader().indexes(5, 5).diskFull().forces(32, 4_000), 200, 200, 200,
				200);
	}

	private static void assertHealth(String name, StatusBuilder status, int health, int readiness, int liveness,
			int startup) throws Exception {
		given(node.status()).willReturn(status.build());
		ObjectNode answers = JsonMapper.shared().createObjectNode();
		ask(answers, "health", health);
		ask(answers, "health/readiness", readiness);
		ask(answers, "health/liveness", liveness);
		ask(answers, "health/raftstartup", startup);
		new Golden().assertMatches("health-" + name + ".json", answers);
	}

	private static void ask(ObjectNode answers, String path, int expectedStatus) throws Exception {
		HttpResponse<String> response = client.send(HttpRequest.newBuilder(base.resolve(path)).build(),
				BodyHandlers.ofString());
		assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(expectedStatus);
		answers.putObject("GET /actuator/" + path)
			.put("httpStatus", response.statusCode())
			.set("body", JsonMapper.shared().readTree(response.body()));
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
