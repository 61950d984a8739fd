package io.raftboot.autoconfigure;

import java.nio.file.Path;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/** What a start makes of the data directory, the peers and customizers. */
@ExtendWith(OutputCaptureExtension.class)
class StartedNodeTests {

	@TempDir
	Path directory;

	@Test
	void theIdOnDiskWinsOverTheHostName(CapturedOutput output) {
		assertThat(idAfter(Application.class, "--raft.node-id=of-old")).isEqualTo("of-old");
		assertThat(idAfter(Application.class)).isEqualTo("of-old");
		assertThat(output).contains("raft.node-id is not set: this node goes on as 'of-old'");
	}

	@Test
	void theHostNameIsTheIdOfANewNode(CapturedOutput output) {
		String id = idAfter(Application.class);
		assertThat(id).isNotBlank();
		assertThat(idAfter(Application.class)).isEqualTo(id);
		assertThat(output).doesNotContain("raft.node-id is not set");
	}

	@Test
	void anEvenNumberOfVotersIsWarnedOf(CapturedOutput output) {
		idAfter(Application.class, "--raft.node-id=n1", "--raft.bind=127.0.0.1:0",
				"--raft.peers=n1@127.0.0.1:7401,n2@127.0.0.1:7402,n3@127.0.0.1:7403,n4@127.0.0.1:7404");
		assertThat(output).containsOnlyOnce("n1: 4 voters survive the failure of 1, no more than 3 would")
			.contains("WARN");
	}

	@Test
	void anOddNumberOfVotersIsNot(CapturedOutput output) {
		idAfter(Application.class, "--raft.node-id=n1", "--raft.bind=127.0.0.1:0",
				"--raft.peers=n1@127.0.0.1:7401,n2@127.0.0.1:7402,n3@127.0.0.1:7403");
		assertThat(output).doesNotContain("voters survive");
	}

	@Test
	void customizersChangeWhatPropertiesSayInTheirOrder() {
		try (ConfigurableApplicationContext context = run(Customized.class, "--raft.max-pending-proposals=7",
				"--raft.election-priority=50")) {
			RaftNodeOptions options = context.getBean(RaftNodeOptions.class);
			assertThat(options.pendingProposalsMax()).isEqualTo(9);
			assertThat(options.electionPriority()).isEqualTo(50);
		}
	}

	@Test
	void customizersAreNotAskedForOptionsOfTheApplication() {
		try (ConfigurableApplicationContext context = run(OwnOptions.class)) {
			assertThat(context.getBean(RaftNode.class).status().nodeId().value()).isEqualTo("mine");
			assertThat(context.getBean(RaftNodeOptions.class).pendingProposalsMax()).isEqualTo(10_000);
		}
	}

	private String idAfter(Class<?> application, String... arguments) {
		try (ConfigurableApplicationContext context = run(application, arguments)) {
			return context.getBean(RaftNode.class).status().nodeId().value();
		}
	}

	private ConfigurableApplicationContext run(Class<?> application, String... arguments) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.properties("raft.data-dir=" + this.directory)
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import(TestMachine.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class Customized {

		@Bean
		@Order(2)
		RaftNodeCustomizer second() {
			return (options) -> options.pendingProposalsMax(9);
		}

		@Bean
		@Order(1)
		RaftNodeCustomizer first() {
			return (options) -> options.pendingProposalsMax(8);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Customized.class)
	static class OwnOptions {

		@Bean
		RaftNodeOptions options() {
			return RaftNodeOptions.builder("mine").build();
		}

	}

}
