package io.raftboot.autoconfigure;

import io.raftboot.autoconfigure.ReplicatedBeanTests.Bypass;
import io.raftboot.autoconfigure.ReplicatedBeanTests.CounterMachine;
import io.raftboot.autoconfigure.ReplicatedBeanTests.Counters;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStartException;
import io.raftboot.core.node.RaftStartException.Reason;
import io.raftboot.spring.RaftStateMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/** What a user reads when an application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class FailureTextTests {

	private static Reason reason = Reason.CONFIGURATION;

	@Test
	void aPeerThatIsNotWellFormed(CapturedOutput output) {
		fail(Application.class, "--raft.node-id=n1", "--raft.peers=n1@h1:7000,n2:h2:7000");
		assertThat(description(output)).isEqualTo("The property raft.peers = n2:h2:7000 (from \"raft.peers\" from "
				+ "property source \"commandLineArgs\") is not valid. A peer is written as node-id@host:port.");
		assertThat(action(output)).isEqualTo("Name every member of the cluster, this node included, for example "
				+ "raft.peers=n1@host1:7000,n2@host2:7000,n3@host3:7000.");
	}

	@Test
	void timesThatDoNotFit(CapturedOutput output) {
		fail(Application.class, "--raft.election-timeout=100ms", "--raft.heartbeat-interval=100ms");
		assertThat(description(output)).startsWith("The property raft.election-timeout = 100ms (from ")
			.endsWith("is not valid. It must be at least twice raft.heartbeat-interval, which is 100ms: else followers "
					+ "campaign against a living leader.");
		assertThat(action(output)).isEqualTo(
				"Raise raft.election-timeout or lower raft.heartbeat-interval; five to ten " + "times is usual.");
	}

	@Test
	void aNodeAloneOnAnotherInterface(CapturedOutput output) {
		fail(Application.class, "--raft.bind=0.0.0.0:7000");
		assertThat(description(output)).contains("raft.bind = 0.0.0.0:7000").contains("there are no raft.peers");
		assertThat(action(output)).contains("raft.standalone=true");
	}

	@Test
	void joiningWithoutPeers(CapturedOutput output) {
		fail(Application.class, "--raft.join=true");
		assertThat(description(output)).isEqualTo("The property raft.join = true (from \"raft.join\" from property "
				+ "source \"commandLineArgs\") is not valid. It needs raft.peers, which is missing: a node joins by way "
				+ "of a member it knows.");
		assertThat(action(output)).isEqualTo("Name one or more members of the running cluster, for example "
				+ "raft.peers=n1@host1:7000, or remove raft.join to begin a new cluster.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "CONFIGURATION|Correct the properties under raft.*",
			"SELF_NOT_IN_PEERS|Set raft.node-id to one of the ids in raft.peers",
			"ADDRESS_IN_USE|set raft.bind to a free address", "ADDRESS_UNUSABLE|Set raft.bind to an address of this",
			"DIRECTORY_LOCKED|a raft.data-dir or a raft.node-id", "DISK_FULL|Free space on the disk of raft.data-dir",
			"DIRECTORY_UNUSABLE|Set raft.data-dir to a directory that the user",
			"WRONG_NODE|Set raft.node-id to the id that the directory belongs to", "CORRUPT|Do not delete single files",
			"UNSUPPORTED_VERSION|Start the version that wrote the data",
			"STATE_MACHINE|start a version that can read it",
			"STATE_MACHINE_AHEAD|Put raft.data-dir and the data of the state machine back together" })
	void aNodeThatCannotStart(Reason reason, String action, CapturedOutput output) {
		FailureTextTests.reason = reason;
		fail(FailingNode.class, "--raft.standalone=true");
		assertThat(description(output)).isEqualTo("The Raft node cannot start: what the engine says");
		assertThat(action(output)).contains(action);
	}

	@Test
	void stateMachinesWithEqualNames(CapturedOutput output) {
		fail(EqualNames.class);
		assertThat(description(output))
			.isEqualTo("The beans 'ledger' and 'orders' have the same replicated name 'default'.");
		assertThat(action(output))
			.startsWith("Give each state machine a name of its own, for example " + "@RaftStateMachine(\"orders\").");
	}

	@Test
	void aStateMachineWithoutHooks(CapturedOutput output) {
		fail(NoHooks.class);
		assertThat(description(output))
			.isEqualTo("The bean 'noService' is marked with @RaftStateMachine, but its class "
					+ "java.lang.StringBuilder has neither methods marked with @RaftCommand nor the hooks commit and reset.");
		assertThat(action(output)).startsWith("Let the class implement an interface of its own")
			.contains("io.raftboot.spring.ReplicatedService<C, R>");
	}

	@Test
	void aStateMachineAskedForInsteadOfItsInterface(CapturedOutput output) {
		fail(Bypassing.class);
		assertThat(description(output))
			.isEqualTo("Parameter 0 of constructor in " + Bypass.class.getName() + " asks for a bean of type "
					+ CounterMachine.class.getName() + ", which is a replicated state machine "
					+ "itself. Calls to it would go around the log and change this node alone.");
		assertThat(action(output)).isEqualTo("Inject the interface " + Counters.class.getName()
				+ " instead: its proxy sends commands through the log.");
	}

	@Test
	void aProxyAskedForUnderAWrongNameIsNotTakenForItsStateMachine(CapturedOutput output) {
		fail(WrongName.class);
		assertThat(description(output)).contains("required a bean of type '" + Counters.class.getName() + "'");
		assertThat(output).doesNotContain("around the log");
	}

	@Test
	void aReplicatedBeanWithoutState(CapturedOutput output) {
		fail(NoState.class);
		assertThat(description(output))
			.endsWith("has marked methods, but nothing to take a snapshot of: its log would " + "grow for ever.");
		assertThat(action(output)).startsWith("Let the class implement io.raftboot.spring.ReplicatedState<S>:");
	}

	@Test
	void aSpringBootFromBefore() {
		assertThatExceptionOfType(UnsupportedSpringBootException.class)
			.isThrownBy(() -> SpringBootVersionCheck.check("3.5.9"))
			.satisfies((ex) -> {
				FailureAnalysis analysis = new UnsupportedSpringBootFailureAnalyzer().analyze(ex);
				assertThat(analysis.getDescription())
					.isEqualTo("Raft Boot needs Spring Boot 4, but this application runs on Spring Boot 3.5.9.");
				assertThat(analysis.getAction()).startsWith("Raise the parent");
			});
		assertThatNoException().isThrownBy(() -> {
			SpringBootVersionCheck.check("4.0.0");
			SpringBootVersionCheck.check("10.2.0-M1");
			SpringBootVersionCheck.check(null);
		});
	}

	static void fail(Class<?> application, String... arguments) {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run(arguments));
	}

	static String description(CapturedOutput output) {
		return section(output, "Description:", "Action:");
	}

	static String action(CapturedOutput output) {
		return section(output, "Action:", null);
	}

	private static String section(CapturedOutput output, String from, @Nullable String to) {
		String text = output.getAll();
		int start = text.lastIndexOf(from) + from.length();
		int end = (to != null) ? text.lastIndexOf(to) : text.length();
		assertThat(start).as(text).isGreaterThanOrEqualTo(from.length());
		return text.substring(start, end).trim();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import(TestMachine.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import(TestMachine.class)
	static class FailingNode {

		@Bean
		RaftNode raftNode() {
			RaftNode node = mock(RaftNode.class);
			willThrow(new RaftStartException(reason, "what the engine says")).given(node).start();
			return node;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	static class EqualNames {

		@Bean
		@RaftStateMachine
		TestMachine ledger() {
			return new TestMachine();
		}

		@Bean
		@RaftStateMachine
		TestMachine orders() {
			return new TestMachine();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	static class NoHooks {

		@Bean
		@RaftStateMachine
		StringBuilder noService() {
			return new StringBuilder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import({ CounterMachine.class, Bypass.class })
	static class Bypassing {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import(ReplicatedBeanDefinitionTests.NoState.class)
	static class NoState {

	}

	record Misnaming(@Qualifier("nobody") Counters counters) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import({ CounterMachine.class, Misnaming.class })
	static class WrongName {

	}

}
