package io.raftboot.autoconfigure;

import java.nio.file.Path;

import io.raftboot.core.model.Role;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.RaftOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The node in an application context that is stopped, started again, or paused. */
class RestartedContextTests {

	@TempDir
	Path directory;

	@Test
	void aContextThatIsStartedAgainGoesOnWithTheSameState() {
		try (ConfigurableApplicationContext context = run()) {
			RaftNode node = context.getBean(RaftNode.class);
			assertThat(submit(context, "a")).isEqualTo(1);
			context.stop();
			assertThat(node.status().state()).isEqualTo(NodeState.STOPPED);
			context.start();
			assertThat(submit(context, "b")).isEqualTo(2);
			assertThat(context.getBean(TestMachine.class).commands()).containsExactly("a", "b");
			assertThat(context.getBean(RaftNode.class)).isSameAs(node);
		}
	}

	/** As the cache of test contexts does with those it does not use at the moment. */
	@Test
	void aPausedContextKeepsItsNode() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(submit(context, "a")).isEqualTo(1);
			RaftNode node = context.getBean(RaftNode.class);
			long term = node.status().term();
			context.pause();
			assertThat(node.status().role()).isEqualTo(Role.LEADER);
			assertThat(submit(context, "b")).isEqualTo(2);
			context.restart();
			assertThat(submit(context, "c")).isEqualTo(3);
			assertThat(node.status().term()).isEqualTo(term);
		}
	}

	private static int submit(ConfigurableApplicationContext context, String command) {
		RaftNode node = context.getBean(RaftNode.class);
		await().until(() -> node.status().role() == Role.LEADER);
		Integer result = context.getBean(RaftOperations.class).submitAndWait(command);
		return result;
	}

	private ConfigurableApplicationContext run() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run("--raft.standalone=true", "--raft.data-dir=" + this.directory);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import(TestMachine.class)
	static class Application {

	}

}
