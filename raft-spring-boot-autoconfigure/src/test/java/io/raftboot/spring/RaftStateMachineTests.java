package io.raftboot.spring;

import java.io.InputStream;

import io.raftboot.core.statemachine.CommitContext;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.filter.AssignableTypeFilter;

import static org.assertj.core.api.Assertions.assertThat;

class RaftStateMachineTests {

	@Test
	void theReplicatedNameIsNotTheNameOfTheBean() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			AnnotatedBeanDefinitionReader reader = new AnnotatedBeanDefinitionReader(context);
			reader.register(Ledger.class, Orders.class);
			context.refresh();
			assertThat(context.getBeanNamesForAnnotation(RaftStateMachine.class))
				.containsExactlyInAnyOrder("raftStateMachineTests.Ledger", "raftStateMachineTests.Orders");
			assertThat(name(context, "raftStateMachineTests.Ledger")).isEqualTo("default");
			assertThat(name(context, "raftStateMachineTests.Orders")).isEqualTo("orders-v1");
		}
	}

	@Test
	void classesAreFoundByComponentScanning() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(context);
			scanner
				.addExcludeFilter((reader, factory) -> !new AssignableTypeFilter(Orders.class).match(reader, factory));
			scanner.scan(getClass().getPackageName());
			assertThat(context.getBeanFactory().getBeanNamesForType(Orders.class)).hasSize(1);
		}
	}

	@Test
	void beanMethodsAreFound() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Methods.class)) {
			assertThat(context.getBeanNamesForAnnotation(RaftStateMachine.class)).containsExactly("anyBeanName");
			assertThat(name(context, "anyBeanName")).isEqualTo("replicated");
			assertThat(context.findAnnotationOnBean("anyBeanName", RaftStateMachine.class).value())
				.isEqualTo("replicated");
		}
	}

	private static String name(GenericApplicationContext context, String beanName) {
		return context.findAnnotationOnBean(beanName, RaftStateMachine.class).name();
	}

	static class Machine implements ReplicatedService<String, String> {

		@Override
		public String commit(String command, CommitContext context) {
			return command;
		}

		@Override
		public void reset(long index, InputStream in) {
		}

	}

	@RaftStateMachine
	static class Ledger extends Machine {

	}

	@RaftStateMachine("orders-v1")
	static class Orders extends Machine {

	}

	@Configuration(proxyBeanMethods = false)
	static class Methods {

		@Bean
		@RaftStateMachine(name = "replicated", concurrent = true)
		ReplicatedService<String, String> anyBeanName() {
			return new Machine();
		}

	}

}
