package io.raftboot.autoconfigure;

import io.raftboot.autoconfigure.ReplicatedBeanTests.Counters;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.spring.PayloadFormat;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.RaftTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.DefaultResourceLoader;

import static io.raftboot.autoconfigure.FailureTextTests.action;
import static io.raftboot.autoconfigure.FailureTextTests.description;
import static io.raftboot.autoconfigure.FailureTextTests.fail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** What a user reads who asks for a node where there is none. */
@ExtendWith(OutputCaptureExtension.class)
class MissingNodeTextTests {

	@ParameterizedTest
	@ValueSource(classes = { AskingForNode.class, AskingForOperations.class, AskingForTemplate.class,
			AskingForOptions.class })
	void withoutAStateMachine(Class<?> asking, CapturedOutput output) {
		fail(asking);
		String type = asking.getRecordComponents()[0].getType().getName();
		assertThat(description(output))
			.isEqualTo("Parameter 0 of constructor in " + asking.getName() + " asks for a bean of type " + type
					+ ", but there is no Raft node, because no bean is marked with @RaftStateMachine.");
		assertThat(action(output)).startsWith("Mark the state machine of the application");
	}

	@Test
	void whenSwitchedOff(CapturedOutput output) {
		fail(WithMachine.class, "--raft.enabled=false");
		assertThat(description(output)).endsWith("asks for a bean of type " + RaftOperations.class.getName()
				+ ", but raft.enabled=false has switched the Raft node off.");
		assertThat(action(output)).isEqualTo("Remove raft.enabled=false, or ask for ObjectProvider<RaftOperations> "
				+ "where the application can do without.");
	}

	@Test
	void withoutTheAutoConfiguration(CapturedOutput output) {
		fail(WithoutAutoConfiguration.class);
		assertThat(description(output))
			.endsWith("there is no Raft node for the state machine '" + TestMachine.class.getName() + "', because "
					+ RaftAutoConfiguration.class.getName() + " is not in force here.");
		assertThat(action(output)).contains("@EnableAutoConfiguration").contains("@MockitoBean RaftOperations");
	}

	@Test
	void anInterfaceThatNobodyImplements(CapturedOutput output) {
		fail(AskingForCounters.class);
		assertThat(description(output)).endsWith("asks for a bean of type " + Counters.class.getName()
				+ ", whose methods are marked with @RaftCommand or @RaftQuery, but no bean implements it.");
		assertThat(action(output)).startsWith("Mark the class that implements Counters with @RaftStateMachine");
	}

	@Test
	void withoutJackson(CapturedOutput output) {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(OnlyMachine.class)
			.resourceLoader(new DefaultResourceLoader(new FilteredClassLoader(JsonMapper.class)))
			.web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run("--raft.standalone=true"));
		assertThat(description(output)).isEqualTo("Jackson is not on the class path, and there is no bean of type "
				+ PayloadFormat.class.getName() + ": commands cannot be written to the log.");
		assertThat(action(output)).startsWith("Add org.springframework.boot:spring-boot-starter-jackson");
	}

	@Test
	void otherBeansAreLeftToSpringBoot(CapturedOutput output) {
		fail(AskingForText.class);
		assertThat(description(output)).contains("required a bean of type 'java.lang.StringBuilder'");
	}

	@Test
	void whoCanDoWithoutStarts() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(DoingWithout.class)
			.web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run("--raft.enabled=false")) {
			assertThat(context.getBean(AskingPolitely.class).raft().getIfAvailable()).isNull();
		}
	}

	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	record AskingForNode(RaftNode asked) {
	}

	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	record AskingForOperations(RaftOperations asked) {
	}

	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	record AskingForTemplate(RaftTemplate asked) {
	}

	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	record AskingForOptions(RaftNodeOptions asked) {
	}

	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	record AskingForCounters(Counters asked) {
	}

	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	record AskingForText(StringBuilder asked) {
	}

	record AskingPolitely(ObjectProvider<RaftOperations> raft) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import({ TestMachine.class, AskingForOperations.class })
	static class WithMachine {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ TestMachine.class, Asking.class })
	static class WithoutAutoConfiguration {

	}

	record Asking(RaftOperations asked) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import(TestMachine.class)
	static class OnlyMachine {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import({ TestMachine.class, AskingPolitely.class })
	static class DoingWithout {

	}

}
