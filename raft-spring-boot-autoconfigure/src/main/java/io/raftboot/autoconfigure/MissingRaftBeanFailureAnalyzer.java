package io.raftboot.autoconfigure;

import java.util.Set;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.spring.PayloadFormat;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.RaftTemplate;
import io.raftboot.spring.ReplicatedBeanRegistrar;
import io.raftboot.spring.ReplicatedMachines;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Says why there is no node where somebody asked for it, for the template, or for a
 * replicated interface. In front of the analyzer of Spring Boot, which would only say
 * that there is no such bean.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingRaftBeanFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final Set<Class<?>> CONFIGURED = Set.of(RaftNode.class, RaftNodeOptions.class, RaftOperations.class,
			RaftTemplate.class, ReplicatedMachines.class);

	private final BeanFactory beanFactory;

	private final Environment environment;

	MissingRaftBeanFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType required = cause.getResolvableType();
		if (required == null || cause.getNumberOfBeansFound() > 0
				|| !(this.beanFactory instanceof ListableBeanFactory beans)
				|| beans.getBeanNamesForType(required, true, false).length > 0) {
			return null;
		}
		Class<?> type = required.toClass();
		if (type == PayloadFormat.class) {
			return new FailureAnalysis(
					"Jackson is not on the class path, and there is no bean of type " + PayloadFormat.class.getName()
							+ ": commands cannot be written to the log.",
					"Add org.springframework.boot:spring-boot-starter-jackson, or define a " + "bean of that type.",
					cause);
		}
		boolean replicated = ReplicatedBeanRegistrar.isReplicated(type);
		if (!replicated && !CONFIGURED.contains(type)) {
			return null;
		}
		String asker = ((description != null) ? description : "The application") + " asks for a bean of type "
				+ type.getName();
		return replicated ? withoutMachine(type, asker, cause) : withoutNode(beans, type, asker, cause);
	}

	private FailureAnalysis withoutMachine(Class<?> type, String asker, Throwable cause) {
		return new FailureAnalysis(
				asker + ", whose methods are marked with @RaftCommand or @RaftQuery, but no bean implements it.",
				"Mark the class that implements " + type.getSimpleName()
						+ " with @RaftStateMachine, and keep it in a package that is scanned for components; or return it from"
						+ " a @Bean method with the annotation.",
				cause);
	}

	private FailureAnalysis withoutNode(ListableBeanFactory beans, Class<?> type, String asker, Throwable cause) {
		if (!this.environment.getProperty("raft.enabled", Boolean.class, true)) {
			return new FailureAnalysis(asker + ", but raft.enabled=false has switched the Raft node off.",
					"Remove raft.enabled=false, or ask for ObjectProvider<" + type.getSimpleName()
							+ "> where the application can do without.",
					cause);
		}
		String[] machines = beans.getBeanNamesForAnnotation(RaftStateMachine.class);
		if (machines.length == 0) {
			return new FailureAnalysis(
					asker + ", but there is no Raft node, because no bean is marked with @RaftStateMachine.",
					"Mark the state machine of the application, a class in a package that is scanned for components or a"
							+ " @Bean method, with @RaftStateMachine.",
					cause);
		}
		return new FailureAnalysis(
				asker + ", but there is no Raft node for the state machine '" + machines[0] + "', because "
						+ RaftAutoConfiguration.class.getName() + " is not in force here.",
				"Do not exclude it, and have @EnableAutoConfiguration or @SpringBootApplication on the application. In a"
						+ " test of a slice (@WebMvcTest and the like) put a mock in its place: @MockitoBean "
						+ type.getSimpleName() + ".",
				cause);
	}

}
