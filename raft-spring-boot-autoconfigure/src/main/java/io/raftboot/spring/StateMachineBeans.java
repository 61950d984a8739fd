package io.raftboot.spring;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** What bean definitions say about state machines, before there are any beans. */
final class StateMachineBeans {

	/**
	 * In front of the name of a state machine whose own name was given to its proxy.
	 */
	private static final String BEHIND_PROXY = "raftStateMachine.";

	private StateMachineBeans() {
	}

	static String nameBehindProxy(String beanName) {
		return BEHIND_PROXY + beanName;
	}

	static boolean isBehindProxy(String beanName) {
		return beanName.startsWith(BEHIND_PROXY);
	}

	/** The name that the application has given to the bean. */
	static String givenName(String beanName) {
		return isBehindProxy(beanName) ? beanName.substring(BEHIND_PROXY.length()) : beanName;
	}

	/** The annotation; a bean method may name a machine otherwise than its class. */
	static @Nullable RaftStateMachine annotation(ConfigurableListableBeanFactory beanFactory, String beanName) {
		RootBeanDefinition definition = definition(beanFactory, beanName);
		Method method = (definition != null) ? definition.getResolvedFactoryMethod() : null;
		RaftStateMachine onMethod = (method != null)
				? AnnotatedElementUtils.findMergedAnnotation(method, RaftStateMachine.class) : null;
		return (onMethod != null) ? onMethod
				: beanFactory.findAnnotationOnBean(beanName, RaftStateMachine.class, false);
	}

	/** The type that the bean method names, or that is known otherwise. */
	static @Nullable ResolvableType declaredType(ConfigurableListableBeanFactory beanFactory, String beanName) {
		RootBeanDefinition definition = definition(beanFactory, beanName);
		return (definition != null) ? definition.getResolvableType() : null;
	}

	static @Nullable RootBeanDefinition definition(ConfigurableListableBeanFactory beanFactory, String beanName) {
		return (beanFactory.containsBeanDefinition(beanName)
				&& beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition) ? definition
						: null;
	}

}
