package io.raftboot.http;

import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.raftboot.actuate.StatusBuilder;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.ChangeRefusedException;
import io.raftboot.core.node.CommandTooLargeException;
import io.raftboot.core.node.KeyReusedException;
import io.raftboot.core.node.MachineNotReadyException;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftAdministration;
import io.raftboot.core.node.RaftBusyException;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.node.RaftTimeoutException;
import io.raftboot.core.node.RestoreInProgressException;
import io.raftboot.core.node.ResultLostException;
import io.raftboot.core.node.SessionExpiredException;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommandRejectedException;
import io.raftboot.http.ApiClient.Answer;
import io.raftboot.http.SetMachines.Put;
import io.raftboot.spring.RaftOperations;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.verify;

/** How the HTTP API answers, in front of a node that is a mock. */
class RaftHttpApiTests {

	private static final RaftNode node = mock(RaftNode.class);

	private static final RaftOperations raft = mock(RaftOperations.class);

	private static final RaftAdministration administration = mock(RaftAdministration.class);

	private static ConfigurableApplicationContext context;

	private static final AtomicLong asyncMillis = new AtomicLong();

	private static int port;

	private static ApiClient api;

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class).logStartupInfo(false)
			.run("--server.port=0", "--raft.standalone=true", "--raft.http.enabled=true", "--raft.max-command-size=1KB",
					"--spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE",
					"--server.tomcat.connection-timeout=300ms", "--server.tomcat.keep-alive-timeout=20s");
		port = ((WebServerApplicationContext) context).getWebServer().getPort();
		api = new ApiClient(port);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void prepare() {
		reset(raft, administration);
		given(raft.on(anyString())).willReturn(raft);
		given(node.administration()).willReturn(administration);
		given(node.status()).willReturn(StatusBuilder.leader().peer("n2", true, true, "REPLICATE", 9, 1).build());
	}

	@Test
	void aBodyBecomesACommandAndTheResultIsTheData() {
		given(raft.<Object>submit(new Put("k", "v")))
			.willReturn(CompletableFuture.completedFuture(Optional.of("before")));
		assertThat(api.post("set", "{\"key\":\"k\",\"value\":\"v\"}").data().stringValue()).isEqualTo("before");
		given(raft.<Object>submit(new Put("k", "v"))).willReturn(CompletableFuture.completedFuture(Optional.empty()));
		assertThat(api.post("set", "{\"key\":\"k\",\"value\":\"v\"}").data().isNull()).isTrue();
	}

	@Test
	void anIdempotencyKeyIsPassedOn() {
		given(raft.<Object>submit(new Put("k", "v"), "key-1"))
			.willReturn(CompletableFuture.completedFuture(Optional.of("before")));
		Answer answer = api.post("set", "{\"key\":\"k\",\"value\":\"v\"}", "application/json", "key-1");
		assertThat(answer.data().stringValue()).isEqualTo("before");
		for (String key : new String[] { "k".repeat(256), "", " " }) {
			api.post("set", "{\"key\":\"k\",\"value\":\"v\"}", "application/json", key).assertFailed(400, "400000");
		}
	}

	@Test
	void aResultThatCannotBeWrittenIsDoneAllTheSame() {
		given(raft.<Object>submit(any())).willReturn(CompletableFuture.completedFuture(new Unwritable()));
		Answer answer = api.post("set", "{\"key\":\"k\",\"value\":\"v\"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.code()).isEqualTo("000000");
		assertThat(answer.error()).startsWith("It is done, but");
	}

	static Stream<Arguments> endings() {
		return Stream.of(Arguments.of(new NotLeaderException(null), 503, "503000"),
				Arguments.of(new RaftStoppedException("stopped"), 503, "503001"),
				Arguments.of(new MachineNotReadyException("n2 has not"), 503, "503002"),
				Arguments.of(new RestoreInProgressException("restoring"), 503, "503003"),
				Arguments.of(new RaftBusyException("busy"), 429, "429000"),
				Arguments.of(new CommandTooLargeException(3, 2), 413, "413000"),
				Arguments.of(new CommandRejectedException("no"), 400, "400001"),
				Arguments.of(new KeyReusedException("another"), 409, "409001"),
				Arguments.of(new ResultLostException("lost"), 410, "410000"),
				Arguments.of(new OutcomeUnknownException("unknown"), 504, "504000"),
				Arguments.of(new SessionExpiredException("expired"), 504, "504000"),
				Arguments.of(new RaftTimeoutException("too late"), 504, "504001"),
				Arguments.of(new CommandFailedException("x.Y"), 500, "500001"),
				Arguments.of(new IllegalStateException("a secret"), 500, "500000"));
	}

	@ParameterizedTest
	@MethodSource("endings")
	void everyEndingOfACommandIsTold(RuntimeException ending, int status, String code) {
		given(raft.<Object>submit(any())).willReturn(CompletableFuture.failedFuture(ending));
		Answer answer = api.post("set", "{\"key\":\"k\",\"value\":\"v\"}");
		answer.assertFailed(status, code);
		assertThat(answer.error()).doesNotContain("secret");
		assertThat(answer.response().headers().firstValue("Retry-After").isPresent())
			.isEqualTo(status == 429 || status == 503);
	}

	@Test
	void aRefusedChangeIsAConflictThatSaysWhy() {
		given(administration.remove(NodeId.of("n9")))
			.willReturn(CompletableFuture.failedFuture(new ChangeRefusedException("Node n9 is not a member")));
		Answer answer = api.post("deleteNode", "{\"id\":\"n9\"}");
		answer.assertFailed(409, "409000");
		assertThat(answer.error()).isEqualTo("Node n9 is not a member");
	}

	@Test
	void changesAreAnsweredWithTheMembers() {
		given(administration.addVoter(NodeId.of("2"), "h2:7000")).willReturn(CompletableFuture.completedFuture(0L));
		JsonNode data = api.post("addNode", "{\"id\":2,\"address\":\"h2:7000\"}").data();
		assertThat(data.get("peers").get(1).get("id").stringValue()).isEqualTo("n2");
		given(administration.remove(NodeId.of("n2"))).willReturn(CompletableFuture.completedFuture(0L));
		assertThat(api.post("deleteNode", "{\"id\":\"n2\"}").data().get("count").intValue()).isEqualTo(3);
	}

	/** A follower hears of a change a moment later than the leader answers. */
	@Test
	void aChangeIsAnsweredWithTheMembersAfterIt() {
		RaftStatus before = StatusBuilder.leader().membershipIndex(12).build();
		RaftStatus after = StatusBuilder.leader()
			.membershipIndex(13)
			.membership(Membership.of(StatusBuilder.peers("n1", "n2")))
			.build();
		given(administration.remove(NodeId.of("n3"))).willReturn(CompletableFuture.completedFuture(13L));
		given(node.status()).willReturn(before, before, after);
		assertThat(api.post("deleteNode", "{\"id\":\"n3\"}").data().get("count").intValue()).isEqualTo(2);
	}

	/** Else it would end without an envelope. */
	@Test
	void theWebServerDoesNotEndACallBeforeTheEngineDoes() {
		CompletableFuture<Object> end = new CompletableFuture<>();
		given(raft.<Object>submit(any())).willReturn(end);
		asyncMillis.set(0);
		CompletableFuture<Answer> call = CompletableFuture
			.supplyAsync(() -> api.post("set", "{\"key\":\"k\",\"value\":\"v\"}"));
		await().until(() -> asyncMillis.get() > 0);
		end.complete(Optional.of("done"));
		assertThat(call.join().data().stringValue()).isEqualTo("done");
		assertThat(asyncMillis.get())
			.isGreaterThan(context.getBean(RaftNodeOptions.class).proposalTimeout().toMillis());
	}

	@Test
	void theListOfPeersHasTheShapeThatIsDocumented() {
		JsonNode data = api.get("getPeerList").data();
		assertThat(data.propertyNames()).containsExactly("node", "leader", "term", "index", "count", "peers");
		assertThat(data.get("peers").get(0).propertyNames()).containsExactly("id", "address", "role", "leader");
		assertThat(data.get("leader").stringValue()).isEqualTo("n1");
		assertThat(data.get("peers").get(0).get("leader").booleanValue()).isTrue();
		assertThat(data.get("peers").get(1).get("role").stringValue()).isEqualTo("VOTER");
	}

	@Test
	void aNodeThatDoesNotRunHasNoListOfPeers() {
		given(node.status()).willReturn(StatusBuilder.leader().state(NodeState.FAILED, "the disk is gone").build());
		Answer answer = api.get("getPeerList");
		answer.assertFailed(503, "503001");
		assertThat(answer.error()).contains("the disk is gone");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "1", "null", "{\"key\":\"k\"}", "{\"key\":1,\"value\":\"v\",\"x\":2}",
			"{\"key\":\"k\",\"value\":\"v\"} {}" })
	void aBodyThatIsNoCommandIsABadRequest(String body) {
		api.post("set", body).assertFailed(400, "400000");
		verify(raft, never()).submit(any());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{}", "{\"id\":\"n2\"}", "{\"id\":\"\",\"address\":\"h:1\"}",
			"{\"id\":\"a b\",\"address\":\"h:1\"}", "{\"id\":\"n2\",\"address\":null}",
			"{\"id\":\"n2\",\"adress\":\"h:1\"}", "{\"id\":{},\"address\":\"h:1\"}", "{\"id\":1.5,\"address\":\"h:1\"}",
			"{\"id\":\"n2\",\"address\":\"h:1\",\"voter\":true}" })
	void aBodyThatIsNoNodeIsABadRequest(String body) {
		api.post("addNode", body).assertFailed(400, "400000");
		verify(administration, never()).addVoter(any(), any());
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "no type", "application/xml" })
	void anythingButJsonIsNotTaken(String type) {
		Answer answer = api.post("set", "{\"key\":\"k\",\"value\":\"v\"}", type, null);
		answer.assertFailed(415, "415000");
		assertThat(answer.error()).contains("Content-Type: application/json");
	}

	@Test
	void aBodyThatIsTooLongIsNotReadToItsEnd() throws Exception {
		String body = "{\"key\":\"k\",\"value\":\"" + "v".repeat(2000) + "\"}";
		api.post("set", body).assertFailed(413, "413000");
		URI set = URI.create("http://127.0.0.1:" + port + "/raft/api/set");
		ApiClient
			.send(HttpRequest.newBuilder(set)
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body))))
			.assertFailed(413, "413000");
		try (Socket socket = new Socket("127.0.0.1", port)) {
			OutputStream output = socket.getOutputStream();
			output.write(("POST /raft/api/set HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
					+ "Transfer-Encoding: chunked\r\n\r\n800\r\n" + "x".repeat(2048))
				.getBytes(StandardCharsets.US_ASCII));
			output.flush();
			byte[] start = socket.getInputStream().readNBytes(12);
			assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
		}
	}

	/** The web server answers before we can, in the form of Spring Boot. */
	@ParameterizedTest
	@CsvSource({ "'Content-Length: 99\r\n\r\n{', 408", "'Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n', 408",
			"'Transfer-Encoding: chunked\r\n\r\nworse\r\n', 400" })
	void aBodyThatDoesNotComeAsAnnouncedIsRefused(String rest, int status) throws Exception {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream()
				.write(("POST /raft/api/set HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
						+ rest.translateEscapes())
					.getBytes(StandardCharsets.US_ASCII));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(answer).startsWith("HTTP/1.1 " + status).contains("\"status\":" + status);
		}
		verify(raft, never()).submit(any());
	}

	@Test
	void deepJsonIsABadRequest() {
		String deep = "[".repeat(480);
		api.post("set", "{\"key\":" + deep).assertFailed(400, "400000");
		api.post("set", "{\"key\":\"k\",\"value\":" + deep + "]".repeat(480) + "}").assertFailed(400, "400000");
		api.post("addNode", "{\"id\":" + "[".repeat(1500) + "]".repeat(1500) + "}").assertFailed(400, "400000");
		verify(raft, never()).submit(any());
	}

	@Test
	void aMemberNeedsNoLongBody() {
		api.post("addNode", "{\"id\":\"n2\",\"address\":\"" + "h".repeat(5000) + ":1\"}").assertFailed(413, "413000");
		api.post("deleteNode", "{\"id\":\"" + "n".repeat(5000) + "\"}").assertFailed(413, "413000");
	}

	@Test
	void theWrongMethodIsToldWhichOneIsRight() {
		Answer answer = api.get("set");
		answer.assertFailed(405, "405000");
		assertThat(answer.response().headers().firstValue("Allow")).contains("POST");
		answer = api.post("getPeerList", "{}");
		answer.assertFailed(405, "405000");
		assertThat(answer.response().headers().firstValue("Allow")).contains("GET");
	}

	@Test
	void anUnknownCallIsAnsweredInTheSameForm() {
		api.get("get?key=a").assertFailed(404, "404000");
		api.post("", "{}").assertFailed(404, "404000");
	}

	@Test
	void anUnknownMachineIsNamed() {
		Answer answer = api.post("set?machine=other", "{\"key\":\"k\",\"value\":\"v\"}");
		answer.assertFailed(404, "404001");
		assertThat(answer.error()).contains("other").contains("default");
	}

	/** Has what cannot be written. */
	static final class Unwritable {

		public String getText() {
			throw new IllegalStateException("Nobody shall read this");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ SetMachines.Store.class, SetMachines.SetPut.class })
	static class Application {

		@Bean
		RaftNode raftNode() {
			return node;
		}

		@Bean
		RaftOperations raftOperations() {
			return raft;
		}

		/** Sees how long the web server lets a call wait. */
		@Bean
		Filter asyncTimes() {
			return (request, response, chain) -> {
				chain.doFilter(request, response);
				if (request.isAsyncStarted()) {
					asyncMillis.set(request.getAsyncContext().getTimeout());
				}
			};
		}

	}

}
