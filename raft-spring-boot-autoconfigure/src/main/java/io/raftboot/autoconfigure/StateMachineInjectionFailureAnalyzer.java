package io.raftboot.autoconfigure;

import io.raftboot.spring.ReplicatedBeanRegistrar;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/**
 * Says what to inject where somebody asked for a state machine instead of its proxy. In
 * front of the analyzer of Spring Boot, which would only say that there is no such bean.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StateMachineInjectionFailureAnalyzer
		extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final BeanFactory beanFactory;

	StateMachineInjectionFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType required = cause.getResolvableType();
		if (required == null || cause.getNumberOfBeansFound() > 0
				|| !(this.beanFactory instanceof ListableBeanFactory listable)) {
			return null;
		}
		Class<?> proxied = ReplicatedBeanRegistrar.interfaceInsteadOf(listable, required);
		if (proxied == null) {
			return null;
		}
		return new FailureAnalysis(
				((description != null) ? description : "The application") + " asks for a bean of type " + required
						+ ", which is a replicated state machine itself. Calls to it would go around the log and "
						+ "change this node alone.",
				"Inject the interface " + proxied.getName() + " instead: its proxy sends commands through the log.",
				cause);
	}

}
