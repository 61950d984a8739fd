package io.raftboot.sample;

import java.util.stream.Stream;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.ChangeRefusedException;
import io.raftboot.core.node.CommandTooLargeException;
import io.raftboot.core.node.MachineNotReadyException;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftBusyException;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.node.RaftTimeoutException;
import io.raftboot.core.node.SnapshotFailedException;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommandRejectedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Each ending the engine knows, over HTTP; the contract itself without the engine. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "raft.enabled=false", "sample.store=memory", "spring.mvc.async.request-timeout=1s" })
class ProblemHttpTests extends KeyValueHttpTests {

	@LocalServerPort
	private int port;

	@Autowired
	private StubRaftOperations raft;

	@Override
	int port() {
		return this.port;
	}

	@AfterEach
	void endWell() {
		this.raft.failWith(null);
		this.raft.beSilent(false);
	}

	static Stream<Arguments> endings() {
		return Stream.of(arguments(new NotLeaderException(null), 503, "NOT_DONE", "1"),
				arguments(new NotLeaderException(NodeId.of("n2")), 503, "NOT_DONE", "1"),
				arguments(new RaftStoppedException("stopped"), 503, "NOT_DONE", "1"),
				arguments(new MachineNotReadyException("n3 lacks it"), 503, "NOT_DONE", "1"),
				arguments(new RaftBusyException("full"), 429, "NOT_DONE", "1"),
				arguments(new CommandTooLargeException(2, 1), 413, "NOT_DONE", null),
				arguments(new ChangeRefusedException("refused"), 409, "NOT_DONE", null),
				arguments(new CommandRejectedException("refused"), 400, "NOT_DONE", null),
				arguments(new CommandFailedException("java.lang.Error"), 500, "NOT_DONE", null),
				arguments(new SnapshotFailedException("failed"), 500, "NOT_DONE", null),
				arguments(new OutcomeUnknownException("lost"), 504, "UNKNOWN", null),
				arguments(new RaftTimeoutException("late"), 504, "UNKNOWN", null),
				arguments(new IllegalStateException("unexpected"), 500, "UNKNOWN", null));
	}

	@Test
	void withoutANodeThereIsNoClusterToChange() {
		assertEnding(this.api.send("GET", "/cluster/members", null), 503, "NOT_DONE", "1");
		assertEnding(this.api.send("POST", "/cluster/transfer", null), 503, "NOT_DONE", "1");
	}

	@ParameterizedTest
	@MethodSource("endings")
	void eachEndingHasItsStatus(RuntimeException ending, int status, String outcome, String retryAfter) {
		this.raft.failWith(ending);
		assertEnding(this.api.send("PUT", "/kv/a", "{\"value\":\"x\"}"), status, outcome, retryAfter);
		assertEnding(this.api.send("GET", "/kv/a", null), status, outcome, retryAfter);
		assertEnding(this.api.send("DELETE", "/kv/a", null), status, outcome, retryAfter);
		assertEnding(this.api.send("POST", "/kv/a/cas", "{\"expected\":null,\"value\":\"x\"}"), status, outcome,
				retryAfter);
		assertEnding(this.api.send("POST", "/kv/a/append", "{\"element\":\"x\"}"), status, outcome, retryAfter);
	}

	private static void assertEnding(HttpApi.Answer answer, int status, String outcome, String retryAfter) {
		assertProblem(answer, status, outcome);
		assertThat(answer.retryAfter()).isEqualTo(retryAfter);
	}

	@Test
	void theLeaderIsNamedWhereItIsKnown() {
		this.raft.failWith(new NotLeaderException(NodeId.of("n2")));
		JsonNode problem = this.api.send("GET", "/kv/a", null).json();
		assertThat(problem.get("leader").stringValue()).isEqualTo("n2");
	}

	@Test
	void aCallWithoutEndMayHaveBeenDone() {
		this.raft.beSilent(true);
		assertProblem(this.api.send("PUT", "/kv/a", "{\"value\":\"x\"}"), 504, "UNKNOWN");
	}

	@TestConfiguration
	static class Stubs {

		@Bean
		StubRaftOperations stubRaftOperations(KeyValueStateMachine machine) {
			return new StubRaftOperations(machine);
		}

	}

}
