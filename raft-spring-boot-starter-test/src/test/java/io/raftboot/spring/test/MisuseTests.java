package io.raftboot.spring.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.nowhere.NoApplicationCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/** What is told to a test that cannot have its cluster, and what is left behind. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class MisuseTests {

	private static EngineExecutionResults run(Class<?> testClass) {
		return EngineTestKit.engine("junit-jupiter").selectors(selectClass(testClass)).execute();
	}

	private static String failure(Class<?> testClass) {
		EngineExecutionResults results = run(testClass);
		assertThat(results.testEvents().succeeded().count()).isZero();
		return results.allEvents()
			.failed()
			.stream()
			.map((event) -> event.getRequiredPayload(TestExecutionResult.class))
			.map((result) -> result.getThrowable().orElseThrow().getMessage())
			.findFirst()
			.orElseThrow();
	}

	@Test
	void noNodes() {
		assertThat(failure(NoNodes.class)).contains("@EmbeddedRaftCluster(nodes = 0) on " + NoNodes.class.getName())
			.contains("at least one node");
	}

	@Test
	void noApplication() {
		assertThat(failure(NoApplicationCase.class)).contains("There is no application for the cluster of ")
			.contains("@EmbeddedRaftCluster(classes = ...)");
	}

	@Test
	void noStateMachine() {
		assertThat(failure(NoStateMachine.class)).contains("has no RaftNode")
			.contains("@RaftStateMachine")
			.contains(NothingToReplicate.class.getName());
		assertThat(OpenContexts.COUNT).hasValue(0);
	}

	@Test
	void aSpringBootTestBesideIt() {
		assertThat(failure(BesideSpringBootTest.class)).contains("Remove @SpringBootTest");
	}

	@Test
	void propertiesThatAreTheClusters() {
		assertThat(failure(OwnPeers.class)).contains("sets raft.peers itself");
	}

	@Test
	void anApplicationThatDoesNotStart(CapturedOutput output) {
		assertThat(failure(WrongProperty.class)).startsWith("Node n1 of the cluster of ").contains("does not start");
		assertThat(output).contains("APPLICATION FAILED TO START").contains("raft.heartbeat-interval");
	}

	@Test
	void nothingIsLeftOfAClusterOfWhichOneNodeDoesNotStart() {
		assertThat(failure(SecondDoesNotStart.class)).startsWith("Node n2 of the cluster of ")
			.contains("n2 shall not start");
		assertThat(OpenContexts.COUNT).hasValue(0);
		awaitNoThreadOf("raft-n1");
	}

	@Test
	void aClusterIsGoneAfterItsClass() {
		EngineExecutionResults results = run(KeepsItsCluster.class);
		assertThat(results.testEvents().succeeded().count()).isOne();
		assertThat(KeepsItsCluster.kept.nodes()).hasSize(2).noneMatch(RaftClusterNode::isRunning);
		assertThat(KeepsItsCluster.directory).isAbsolute().doesNotExist();
		awaitNoThreadOf("raft-n1");
		awaitNoThreadOf("raft-n2");
	}

	/**
	 * A node does not wait until those are told whose calls it failed as it closed: their
	 * callbacks may take as long as they like. One that nobody ended stays for longer
	 * than this.
	 */
	private static void awaitNoThreadOf(String node) {
		await().atMost(Duration.ofSeconds(4))
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith(node)));
	}

	@EmbeddedRaftCluster(nodes = 0)
	static class NoNodes {

		@Test
		void isNotReached() {
		}

	}

	@EmbeddedRaftCluster(classes = NothingToReplicate.class)
	static class NoStateMachine {

		@Test
		void isNotReached() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OpenContexts.class)
	static class NothingToReplicate {

	}

	/** Counts the contexts it is in. */
	static class OpenContexts implements DisposableBean {

		private static final AtomicInteger COUNT = new AtomicInteger();

		OpenContexts() {
			COUNT.incrementAndGet();
		}

		@Override
		public void destroy() {
			COUNT.decrementAndGet();
		}

	}

	@EmbeddedRaftCluster(nodes = 2)
	static class SecondDoesNotStart {

		@Test
		void isNotReached() {
		}

		@TestConfiguration(proxyBeanMethods = false)
		@Import(OpenContexts.class)
		static class Additions {

			@Bean
			InitializingBean failure(Environment environment) {
				return () -> Assert.state(!"n2".equals(environment.getProperty("raft.node-id")), "n2 shall not start");
			}

		}

	}

	@EmbeddedRaftCluster
	@SpringBootTest
	static class BesideSpringBootTest {

		@Test
		void isNotReached() {
		}

	}

	@EmbeddedRaftCluster(properties = "raft.peers=n1@localhost:1")
	static class OwnPeers {

		@Test
		void isNotReached() {
		}

	}

	@EmbeddedRaftCluster(nodes = 1, properties = "raft.heartbeat-interval=1h")
	static class WrongProperty {

		@Test
		void isNotReached() {
		}

	}

	@EmbeddedRaftCluster(nodes = 2)
	static class KeepsItsCluster {

		private static RaftCluster kept;

		private static Path directory;

		@Test
		void uses() {
			directory = kept.node("n1").bean(RaftNodeOptions.class).dataDirectory().getParent();
			assertThat(kept.client(Counters.class).add("a", 1)).isOne();
		}

	}

}
