package io.raftboot.autoconfigure;

import java.util.List;
import java.util.stream.StreamSupport;

import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.JacksonPayloadFormat;
import io.raftboot.spring.PayloadFormat;
import io.raftboot.spring.RaftOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Our auto-configurations, all together and one by one, where optional libraries are
 * absent. {@link MissingJarsTests} runs whole applications without the jars.
 */
class OptionalDependencyTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(autoConfigurations().toArray(Class<?>[]::new)));

	private final ApplicationContextRunner withNode = this.runner.withUserConfiguration(TestMachine.class)
		.withBean(RaftNode.class, () -> mock(RaftNode.class))
		.withPropertyValues("raft.standalone=true");

	static List<Class<?>> autoConfigurations() {
		ClassLoader loader = OptionalDependencyTests.class.getClassLoader();
		Iterable<String> names = ImportCandidates.load(AutoConfiguration.class, loader);
		return StreamSupport.stream(names.spliterator(), false)
			.filter((name) -> name.startsWith("io.raftboot."))
			.<Class<?>>map((name) -> ClassUtils.resolveClassName(name, loader))
			.toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.actuate", "org.springframework.boot.health",
			"org.springframework.boot.web", "org.springframework.web", "jakarta.servlet", "io.micrometer",
			"org.springframework.dao", "org.springframework.transaction" })
	void without(String packageName) {
		this.withNode.withClassLoader(new FilteredClassLoader(packageName))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RaftNode.class)
				.hasSingleBean(RaftOperations.class)
				.hasSingleBean(JacksonPayloadFormat.class));
	}

	@Test
	void withoutJacksonButWithAFormatOfTheApplication() {
		this.withNode.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.withBean(PayloadFormat.class, () -> mock(PayloadFormat.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RaftOperations.class)
				.doesNotHaveBean(JacksonPayloadFormat.class));
	}

	@Test
	void nothingThatRunsIsConfiguredWithoutAStateMachine() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(RaftProperties.class)
			.doesNotHaveBean(RaftNode.class)
			.doesNotHaveBean(RaftOperations.class)
			.doesNotHaveBean(RaftNodeLifecycle.class));
	}

	@ParameterizedTest
	@MethodSource("autoConfigurations")
	void eachBacksOffAlone(Class<?> autoConfiguration) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(autoConfiguration))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftNode.class));
	}

}
