package io.raftboot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.node.RaftEventListener;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.spring.JacksonPayloadFormat;
import io.raftboot.spring.PayloadFormat;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.RaftTemplate;
import io.raftboot.spring.ReplicatedMachines;
import io.raftboot.spring.ReplicatedService;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;

class RaftAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class));

	/** A node that exists and does nothing. */
	private final RaftNode node = mock(RaftNode.class);

	private final ApplicationContextRunner withNode = this.runner.withBean(RaftNode.class, () -> this.node)
		.withPropertyValues("raft.standalone=true");

	/** The auto-configured node, never started. */
	private final ApplicationContextRunner notStarted = this.runner.withBean(RaftNodeLifecycle.class,
			() -> new RaftNodeLifecycle(mock(RaftNode.class), false, Duration.ZERO));

	@Nested
	class BacksOff {

		@Test
		void withoutAStateMachine() {
			RaftAutoConfigurationTests.this.runner.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RaftNode.class)
				.doesNotHaveBean(RaftProperties.class)
				.doesNotHaveBean(RaftTemplate.class));
		}

		@Test
		void whenSwitchedOff() {
			RaftAutoConfigurationTests.this.runner.withUserConfiguration(TestMachine.class)
				.withPropertyValues("raft.enabled=false")
				.run((context) -> assertThat(context).hasNotFailed()
					.hasSingleBean(TestMachine.class)
					.doesNotHaveBean(RaftNode.class));
		}

		@Test
		void inAChildOfAContextWithANode() {
			RaftAutoConfigurationTests.this.withNode.withUserConfiguration(TestMachine.class)
				.run((parent) -> RaftAutoConfigurationTests.this.runner.withParent(parent)
					.run((child) -> assertThat(child).hasNotFailed()
						.satisfies((context) -> assertThat(context.containsLocalBean("raftNodeLifecycle")).isFalse())
						.satisfies((context) -> assertThat(context.containsLocalBean("replicatedBeanRegistrar"))
							.isFalse())));
		}

	}

	@Nested
	class Configures {

		@Test
		void aNodeAndATemplateForAClass() {
			RaftAutoConfigurationTests.this.notStarted.withUserConfiguration(TestMachine.class)
				.run((context) -> assertThat(context).hasNotFailed()
					.hasSingleBean(RaftNode.class)
					.hasSingleBean(RaftNodeOptions.class)
					.hasSingleBean(RaftTemplate.class)
					.hasSingleBean(RaftOperations.class)
					.hasSingleBean(RaftEventListener.class)
					.hasSingleBean(JacksonPayloadFormat.class));
		}

		@Test
		void aNodeAndATemplateForABeanMethod() {
			RaftAutoConfigurationTests.this.notStarted.withUserConfiguration(TwoMachines.class).run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(RaftNode.class);
				assertThat(context.getBean(ReplicatedMachines.class).stateMachines()).containsOnlyKeys("first",
						"second");
			});
		}

		@Test
		void optionsFromProperties() {
			RaftAutoConfigurationTests.this.notStarted.withUserConfiguration(TestMachine.class)
				.withPropertyValues("raft.node-id=n7", "raft.election-timeout=2s")
				.run((context) -> {
					RaftNodeOptions options = context.getBean(RaftNodeOptions.class);
					assertThat(options.nodeId().value()).isEqualTo("n7");
					assertThat(options.electionTimeout()).hasSeconds(2);
				});
		}

		@Test
		void aNodeThatStartsAndStopsWithTheContext() {
			RaftAutoConfigurationTests.this.withNode.withUserConfiguration(TestMachine.class).run((context) -> {
				then(RaftAutoConfigurationTests.this.node).should().start();
				then(RaftAutoConfigurationTests.this.node).should()
					.addListener(context.getBean(RaftEventPublisher.class));
				context.close();
				then(RaftAutoConfigurationTests.this.node).should(atLeastOnce()).close();
			});
		}

		@Test
		void aTemplateThatTheStateMachineItselfMayUse() {
			RaftAutoConfigurationTests.this.withNode.withUserConfiguration(SelfWriting.class).run((context) -> {
				assertThat(context).hasNotFailed();
				given(RaftAutoConfigurationTests.this.node.submit(eq("default"), any(), any(), any()))
					.willReturn(new CompletableFuture<>());
				assertThat(context.getBean(SelfWriting.class).write()).isNotDone();
			});
		}

	}

	@Nested
	class LetsTheUserWin {

		@Test
		void withATemplate() {
			RaftOperations operations = mock(RaftOperations.class);
			RaftAutoConfigurationTests.this.withNode.withUserConfiguration(TestMachine.class)
				.withBean(RaftOperations.class, () -> operations)
				.run((context) -> assertThat(context).doesNotHaveBean(RaftTemplate.class)
					.getBean(RaftOperations.class)
					.isSameAs(operations));
		}

		@Test
		void withOptions() {
			RaftNodeOptions options = RaftNodeOptions.builder("mine").build();
			RaftAutoConfigurationTests.this.withNode.withUserConfiguration(TestMachine.class)
				.withBean(RaftNodeOptions.class, () -> options)
				.run((context) -> assertThat(context).getBean(RaftNodeOptions.class).isSameAs(options));
		}

		@Test
		void withAPayloadFormat() {
			PayloadFormat format = mock(PayloadFormat.class);
			RaftAutoConfigurationTests.this.withNode.withUserConfiguration(TestMachine.class)
				.withBean(PayloadFormat.class, () -> format)
				.run((context) -> {
					assertThat(context).doesNotHaveBean(JacksonPayloadFormat.class);
					context.getBean(ReplicatedMachines.class);
					then(format).should()
						.codec(ResolvableType.forClass(TestMachine.class).as(ReplicatedService.class).getGeneric(0));
				});
		}

		@Test
		void withListenersOfTheirOwn() {
			RaftEventListener listener = mock(RaftEventListener.class);
			RaftAutoConfigurationTests.this.withNode.withUserConfiguration(TestMachine.class)
				.withBean(RaftEventListener.class, () -> listener)
				.run((context) -> then(RaftAutoConfigurationTests.this.node).should().addListener(listener));
		}

		@Test
		void withCustomizersOfTheNodeInTheirOrder() {
			RaftAutoConfigurationTests.this.notStarted.withUserConfiguration(TestMachine.class, TwoCustomizers.class)
				.run((context) -> {
					RaftNode node = context.getBean(RaftNode.class);
					assertThat(context.getBean(TwoCustomizers.class).called).containsExactly("first", "second");
					assertThat(node.commandVersion("added")).isZero();
				});
		}

	}

	@Nested
	class Works {

		@Test
		void withoutActuatorHealthAndWeb() {
			RaftAutoConfigurationTests.this.withNode
				.withConfiguration(AutoConfigurations.of(RaftEndpointAutoConfiguration.class,
						RaftHealthContributorAutoConfiguration.class))
				.withUserConfiguration(TestMachine.class)
				.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
						"org.springframework.boot.health", "org.springframework.boot.web", "jakarta.servlet"))
				.run((context) -> assertThat(context).hasNotFailed()
					.hasSingleBean(RaftTemplate.class)
					.doesNotHaveBean("raftEndpoint")
					.doesNotHaveBean("raftHealthIndicator"));
		}

		@Test
		void besideTheJsonOfTheApplication() {
			RaftAutoConfigurationTests.this.withNode
				.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
				.withUserConfiguration(TestMachine.class)
				.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(JsonMapper.class));
		}

		@Test
		void inAWebApplication() {
			new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
				.withBean(RaftNode.class, () -> RaftAutoConfigurationTests.this.node)
				.withUserConfiguration(TestMachine.class)
				.withPropertyValues("raft.standalone=true")
				.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RaftTemplate.class));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoMachines {

		@Bean
		@RaftStateMachine("first")
		ReplicatedService<String, Integer> one() {
			return new TestMachine();
		}

		@Bean
		@RaftStateMachine("second")
		TestMachine two() {
			return new TestMachine();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoCustomizers {

		private final List<String> called = new ArrayList<>();

		@Bean
		@Order(2)
		RaftNodeBuilderCustomizer second() {
			return (builder) -> this.called.add("second");
		}

		@Bean
		@Order(1)
		RaftNodeBuilderCustomizer first() {
			return (builder) -> {
				this.called.add("first");
				StateMachine added = mock(StateMachine.class);
				given(added.commandVersion()).willReturn(1);
				builder.stateMachine("added", added);
			};
		}

	}

	@RaftStateMachine
	static class SelfWriting extends TestMachine {

		private final RaftOperations raft;

		@Autowired
		SelfWriting(RaftOperations raft) {
			this.raft = raft;
		}

		CompletableFuture<Integer> write() {
			return this.raft.submit("x");
		}

	}

}
