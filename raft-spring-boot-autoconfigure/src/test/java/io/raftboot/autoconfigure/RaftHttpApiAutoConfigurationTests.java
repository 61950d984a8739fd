package io.raftboot.autoconfigure;

import java.nio.file.Path;

import io.raftboot.http.RaftHttpApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** When the HTTP API is there. */
class RaftHttpApiAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(RaftAutoConfiguration.class,
			RaftHttpApiAutoConfiguration.class);

	@TempDir
	Path directory;

	private WebApplicationContextRunner web() {
		return new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withUserConfiguration(TestMachine.class)
			.withPropertyValues("raft.standalone=true", "raft.data-dir=" + this.directory);
	}

	@Test
	void itIsThereWhenItIsAskedFor() {
		web().run((context) -> assertThat(context).doesNotHaveBean(RaftHttpApi.class));
		web().withPropertyValues("raft.http.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(RaftHttpApi.class).hasSingleBean(RouterFunction.class));
	}

	@Test
	void itIsNotThereWithoutANode() {
		web().withPropertyValues("raft.http.enabled=true", "raft.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftHttpApi.class));
	}

	@Test
	void itIsNotThereWithoutSpringMvc() {
		web().withPropertyValues("raft.http.enabled=true")
			.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftHttpApi.class));
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withUserConfiguration(TestMachine.class)
			.withPropertyValues("raft.standalone=true", "raft.data-dir=" + this.directory, "raft.http.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftHttpApi.class));
	}

}
