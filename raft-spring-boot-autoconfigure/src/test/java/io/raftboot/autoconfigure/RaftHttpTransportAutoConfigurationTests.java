package io.raftboot.autoconfigure;

import java.nio.file.Path;

import io.raftboot.core.node.RaftNodeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.ServletRegistrationBean;

import static org.assertj.core.api.Assertions.assertThat;

/** When peers come in through the web server. */
class RaftHttpTransportAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(RaftAutoConfiguration.class,
			RaftHttpTransportAutoConfiguration.class);

	@TempDir
	Path directory;

	private WebApplicationContextRunner web() {
		return new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withUserConfiguration(TestMachine.class)
			.withPropertyValues("raft.standalone=true", "raft.data-dir=" + this.directory);
	}

	@Test
	void nothingIsThereUnlessItIsAskedFor() {
		web().run((context) -> {
			assertThat(context).doesNotHaveBean(ServletRegistrationBean.class);
			assertThat(context.getBean(RaftNodeOptions.class).upgradePath()).isNull();
		});
	}

	@Test
	void theWayInForPeersIsThereWithTheTransport() {
		web().withPropertyValues("raft.transport.type=http", "server.servlet.context-path=/app", "server.port=9090")
			.run((context) -> {
				assertThat(context.getBean(ServletRegistrationBean.class).getUrlMappings()).hasToString("[/raft/peer]");
				RaftNodeOptions options = context.getBean(RaftNodeOptions.class);
				assertThat(options.upgradePath()).isEqualTo("/app/raft/peer");
				assertThat(options.address()).isEqualTo("127.0.0.1:9090");
			});
	}

	@Test
	void aTransportThatDoesNotExistFailsTheStart() {
		web().withPropertyValues("raft.transport.type=smoke").run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void withoutAWebServerTheTransportFailsTheStart() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withUserConfiguration(TestMachine.class)
			.withPropertyValues("raft.standalone=true", "raft.data-dir=" + this.directory, "raft.transport.type=http")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure()).rootCause()
					.isInstanceOfSatisfying(InvalidRaftPropertyException.class, (failure) -> {
						assertThat(failure.property()).isEqualTo("raft.transport.type");
						assertThat(failure.action()).contains("spring-boot-starter-webmvc");
					});
			});
	}

}
