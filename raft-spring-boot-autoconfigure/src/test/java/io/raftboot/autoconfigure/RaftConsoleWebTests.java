package io.raftboot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.raftboot.actuate.StatusBuilder;
import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.ChangeRefusedException;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftAdministration;
import io.raftboot.core.node.RaftEventListener;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.node.RaftTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.reset;

/** The console over HTTP, of a node that is a mock. */
class RaftConsoleWebTests {

	private static final RaftNode node = mock(RaftNode.class);

	private static final RaftAdministration administration = mock(RaftAdministration.class);

	private static final List<String> FILES = Stream
		.of("base.css", "console.css", "console.js", "history.js", "nodes.js", "operations.js", "text.js")
		.map((name) -> "/raft/console/" + name)
		.toList();

	private static final HttpClient client = HttpClient.newHttpClient();

	private static ConfigurableApplicationContext readOnly;

	private static ConfigurableApplicationContext admin;

	@BeforeAll
	static void start() {
		readOnly = run();
		admin = run("--raft.console.admin=true");
	}

	private static ConfigurableApplicationContext run(String... more) {
		return new SpringApplicationBuilder(Application.class).logStartupInfo(false)
			.properties("server.port=0", "raft.standalone=true", "raft.console.enabled=true",
					"spring.jackson.property-naming-strategy=SNAKE_CASE")
			.run(more);
	}

	@AfterAll
	static void stop() {
		readOnly.close();
		admin.close();
	}

	@BeforeEach
	void prepare() {
		given(node.status()).willReturn(StatusBuilder.leader().build());
		given(node.administration()).willReturn(administration);
		given(node.statusOf(eq(NodeId.of("n2")), any(Duration.class))).willReturn(CompletableFuture.completedFuture(
				new MemberStatus(Role.FOLLOWER, NodeId.of("n1"), 7, 1, 91_230, 91_230, 91_230, 91_230, 0, 10)));
		given(node.statusOf(eq(NodeId.of("n3")), any(Duration.class)))
			.willReturn(CompletableFuture.failedFuture(new RaftTimeoutException("Node n3 cannot be reached")));
	}

	@AfterEach
	void forget() {
		reset(administration);
	}

	private static HttpRequest.Builder request(ConfigurableApplicationContext context, String path) {
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return client.send(request.build(), BodyHandlers.ofString());
	}

	private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(readOnly, path));
	}

	private static HttpRequest.Builder operation(ConfigurableApplicationContext context, String operation) {
		return request(context, "/raft/console/operations/" + operation).POST(BodyPublishers.noBody());
	}

	@Nested
	class Page {

		@Test
		void isServedWithAStrictPolicy() throws Exception {
			HttpResponse<String> page = get("/raft");
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
			assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
				.contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
				.doesNotContain("unsafe");
			assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		}

		@Test
		void bringsItsOwnStylesAndScripts() throws Exception {
			assertThat(get("/raft").body()).contains("raft/console/base.css", "raft/console/console.css",
					"raft/console/console.js");
			for (String path : FILES) {
				HttpResponse<String> file = get(path);
				assertThat(file.statusCode()).as(path).isEqualTo(200);
				assertThat(file.headers().firstValue("Content-Type"))
					.hasValue(path.endsWith(".css") ? "text/css;charset=UTF-8" : "text/javascript;charset=UTF-8");
				assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
			}
			assertThat(get("/raft/console/other.js").statusCode()).isEqualTo(404);
			assertThat(get("/raft/console/console.html").statusCode()).isEqualTo(404);
		}

		@Test
		void hasNothingInlineAndNothingFromElsewhere() throws Exception {
			String page = get("/raft").body();
			assertThat(page).doesNotContainPattern("<[^>]* on[a-z]+=")
				.doesNotContainPattern("<[^>]* style=")
				.doesNotContainPattern("<script>")
				.doesNotContain("<style");
			List<String> paths = new ArrayList<>(FILES);
			paths.add("/raft");
			for (String path : paths) {
				assertThat(get(path).body()).as(path)
					.doesNotContain("http:", "https:", "//cdn", "@import", "url(")
					.doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
			}
		}

	}

	@Nested
	class State {

		@Test
		void isWhatThePageKnows() throws Exception {
			HttpResponse<String> response = get("/raft/console/state");
			assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
			assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
			JsonNode state = JsonMapper.shared().readTree(response.body());
			assertThat(state.propertyNames()).containsExactly("node", "clusterId", "now", "operations", "state",
					"leader", "term", "quorum", "problems", "changing", "members", "terms", "events");
			assertThat(state.get("operations").booleanValue()).isFalse();
			assertThat(state.get("members")).hasSize(3);
			assertThat(state.get("members").get(1).get("lagEntries").longValue()).isEqualTo(4);
			assertThat(state.get("members").get(1).get("log").propertyNames()).containsExactly("first", "last",
					"durable", "commit", "applied", "snapshot", "bytes");
			assertThat(state.get("members").get(2).get("problem").stringValue()).isEqualTo("Node n3 cannot be reached");
		}

		@Test
		void hasWhatTheNodeHasTold() throws Exception {
			RaftEvent event = new RaftEvent.LeaderChanged(NodeId.of("n1"), 7);
			readOnly.getBeansOfType(RaftEventListener.class).values().forEach((listener) -> listener.onEvent(event));
			JsonNode state = JsonMapper.shared().readTree(get("/raft/console/state").body());
			assertThat(state.at("/terms/0/leader").stringValue()).isEqualTo("n1");
			assertThat(state.at("/terms/0/until").isNull()).isTrue();
			assertThat(state.at("/events/0/type").stringValue()).isEqualTo("LEADER_CHANGED");
		}

		@Test
		void carriesTextsAsTheyAre() throws Exception {
			String text = "</script><img src=x onerror=alert(1)>";
			given(node.status()).willReturn(StatusBuilder.follower(null).state(NodeState.FAILED, text).build());
			HttpResponse<String> response = get("/raft/console/state");
			assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
			JsonNode problems = JsonMapper.shared().readTree(response.body()).get("problems");
			assertThat(problems.valueStream().map(JsonNode::stringValue)).anyMatch((problem) -> problem.contains(text));
		}

		@Test
		void cannotBeChanged() throws Exception {
			assertThat(send(request(readOnly, "/raft/console/state").POST(BodyPublishers.noBody())).statusCode())
				.isIn(404, 405);
		}

	}

	@Nested
	class Operations {

		@Test
		void areNotThereUnlessTheyArePermitted() throws Exception {
			assertThat(send(operation(readOnly, "step-down").header("X-Raft-Console", "1")).statusCode())
				.isEqualTo(404);
			then(administration).shouldHaveNoInteractions();
		}

		@Test
		void ofAnotherSiteAreRefused() throws Exception {
			assertThat(send(operation(admin, "step-down")).statusCode()).isEqualTo(403);
			for (String site : new String[] { "cross-site", "same-site", "none" }) {
				assertThat(
						send(operation(admin, "step-down").header("X-Raft-Console", "1").header("Sec-Fetch-Site", site))
							.statusCode())
					.as(site)
					.isEqualTo(403);
			}
			then(administration).shouldHaveNoInteractions();
		}

		@Test
		void areNotAllowedToOtherOriginsBeforehand() throws Exception {
			HttpResponse<String> preflight = send(
					request(admin, "/raft/console/operations/step-down").method("OPTIONS", BodyPublishers.noBody())
						.header("Origin", "http://example.com")
						.header("Access-Control-Request-Method", "POST")
						.header("Access-Control-Request-Headers", "x-raft-console"));
			assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
		}

		@Test
		void areCarriedOut() throws Exception {
			NodeId n2 = NodeId.of("n2");
			given(administration.transferLeadership(n2)).willReturn(CompletableFuture.completedFuture(0L));
			HttpResponse<String> response = send(operation(admin, "transfer?target=n2").header("X-Raft-Console", "1")
				.header("Sec-Fetch-Site", "same-origin"));
			assertThat(response.statusCode()).isEqualTo(200);
			JsonNode answer = JsonMapper.shared().readTree(response.body());
			assertThat(answer.get("outcome").stringValue()).isEqualTo("DONE");
			then(administration).should().transferLeadership(n2);
		}

		/** It knows how the call ended; who stops waiting before does not. */
		@Test
		void areWaitedForLongerThanTheEngineWaits() throws Exception {
			AwaitedCall call = new AwaitedCall();
			given(administration.remove(NodeId.of("n3"))).willReturn(call);
			send(operation(admin, "remove?target=n3").header("X-Raft-Console", "1"));
			assertThat(Duration.ofNanos(call.patienceNanos))
				.isGreaterThan(admin.getBean(RaftNodeOptions.class).proposalTimeout());
		}

		@ParameterizedTest
		@ValueSource(strings = { "promote", "demote", "remove" })
		void onAMemberNeedOne(String operation) throws Exception {
			HttpResponse<String> response = send(operation(admin, operation).header("X-Raft-Console", "1"));
			assertThat(response.statusCode()).isEqualTo(400);
			then(administration).shouldHaveNoInteractions();
		}

		@ParameterizedTest
		@ValueSource(strings = { "promote?target=a%20b", "remove?target=%3Cscript%3E" })
		void thatMakeNoSenseAreRefused(String operation) throws Exception {
			HttpResponse<String> response = send(operation(admin, operation).header("X-Raft-Console", "1"));
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(JsonMapper.shared().readTree(response.body()).get("outcome").stringValue())
				.isEqualTo("BAD_PARAMETER");
		}

		@ParameterizedTest
		@ValueSource(strings = { "restore", "verify", "add-learner", "set-address" })
		void thatThePageDoesNotHaveAreRefused(String operation) throws Exception {
			HttpResponse<String> response = send(
					operation(admin, operation + "?target=n2").header("X-Raft-Console", "1"));
			assertThat(response.statusCode()).isEqualTo(404);
			then(administration).shouldHaveNoInteractions();
		}

		@ParameterizedTest
		@CsvSource({ "REFUSED,409,REFUSED", "STOPPED,503,NO_LEADER", "UNKNOWN,504,OUTCOME_UNKNOWN",
				"TIMEOUT,504,OUTCOME_UNKNOWN" })
		void tellHowTheyEnded(String kind, int status, String outcome) throws Exception {
			Exception failure = switch (kind) {
				case "REFUSED" -> new ChangeRefusedException("why");
				case "STOPPED" -> new RaftStoppedException("why");
				case "UNKNOWN" -> new OutcomeUnknownException("why");
				default -> new RaftTimeoutException("why");
			};
			given(administration.remove(NodeId.of("n3"))).willReturn(CompletableFuture.failedFuture(failure));
			HttpResponse<String> response = send(operation(admin, "remove?target=n3").header("X-Raft-Console", "1"));
			assertThat(response.statusCode()).isEqualTo(status);
			JsonNode answer = JsonMapper.shared().readTree(response.body());
			assertThat(answer.get("outcome").stringValue()).isEqualTo(outcome);
			assertThat(answer.get("message").stringValue()).isEqualTo("why");
		}

	}

	/** Is done at once, and remembers how long it might have taken. */
	private static final class AwaitedCall extends CompletableFuture<Long> {

		private volatile long patienceNanos;

		@Override
		public Long get(long timeout, TimeUnit unit) {
			this.patienceNanos = unit.toNanos(timeout);
			return 0L;
		}

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
