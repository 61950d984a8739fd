package io.raftboot.spring;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

/**
 * Puts a proxy in the place of each {@link RaftStateMachine} bean that implements an
 * interface with {@link RaftCommand} or {@link RaftQuery} methods, under its name. The
 * bean itself goes behind it, under a name of its own, and is injected nowhere, so that
 * nobody calls it around the log.
 */
public final class ReplicatedBeanRegistrar implements BeanDefinitionRegistryPostProcessor {

	private static final String PROXY = "proxy";

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (registry instanceof ConfigurableListableBeanFactory beanFactory) {
			for (String beanName : registry.getBeanDefinitionNames()) {
				if (!StateMachineBeans.isBehindProxy(beanName) && !registry.getBeanDefinition(beanName).isAbstract()
						&& StateMachineBeans.annotation(beanFactory, beanName) != null) {
					register(registry, beanFactory, beanName);
				}
			}
		}
	}

	private static void register(BeanDefinitionRegistry registry, ConfigurableListableBeanFactory beanFactory,
			String beanName) {
		ResolvableType type = interfaceOf(beanFactory, beanName);
		// What is wrong with others is said when they are made
		if (type == null || !(registry.getBeanDefinition(beanName) instanceof AbstractBeanDefinition machine)) {
			return;
		}
		RootBeanDefinition proxy = proxyDefinition(beanName, type, machine,
				StateMachineBeans.definition(beanFactory, beanName));
		machine.setAutowireCandidate(false);
		machine.setPrimary(false);
		machine.setFallback(true);
		registry.removeBeanDefinition(beanName);
		registry.registerBeanDefinition(StateMachineBeans.nameBehindProxy(beanName), machine);
		registry.registerBeanDefinition(beanName, proxy);
	}

	private static RootBeanDefinition proxyDefinition(String beanName, ResolvableType type,
			AbstractBeanDefinition machine, @Nullable RootBeanDefinition merged) {
		RootBeanDefinition proxy = new RootBeanDefinition(ReplicatedBeanRegistrar.class);
		proxy.setTargetType(type);
		proxy.setFactoryMethodName(PROXY);
		proxy.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
		proxy.getConstructorArgumentValues().addIndexedArgumentValue(0, beanName);
		proxy.setDestroyMethodName("");
		proxy.setPrimary(machine.isPrimary());
		proxy.setFallback(machine.isFallback());
		proxy.setLazyInit(machine.isLazyInit());
		proxy.copyQualifiersFrom(machine);
		if (merged != null) {
			proxy.setQualifiedElement(merged.getResolvedFactoryMethod());
		}
		proxy.setSource(machine.getSource());
		proxy.setResourceDescription(machine.getResourceDescription());
		return proxy;
	}

	/** Whether this is the definition of a proxy. */
	static boolean isProxy(RootBeanDefinition definition) {
		return PROXY.equals(definition.getFactoryMethodName())
				&& ReplicatedBeanRegistrar.class.getName().equals(definition.getBeanClassName());
	}

	/**
	 * Makes the proxy that stands under the name of a state machine. For bean definitions
	 * and for code that is generated from them ahead of time.
	 * @param beanName name of the state machine and of its proxy
	 * @param beanFactory has the state machine
	 * @param format writes arguments and results
	 * @return an object of the interface
	 */
	public static Object proxy(String beanName, ConfigurableListableBeanFactory beanFactory, PayloadFormat format) {
		String machineName = StateMachineBeans.nameBehindProxy(beanName);
		ResolvableType type = interfaceOf(beanFactory, machineName);
		RaftStateMachine annotation = StateMachineBeans.annotation(beanFactory, machineName);
		if (type == null || annotation == null) {
			throw new IllegalStateException("The state machine '" + machineName + "' has changed its type");
		}
		return ReplicatedBeanProxy.create(ReplicatedInterfaceReader.read(type, format), annotation.name(),
				() -> beanFactory.getBean(machineName), () -> beanFactory.getBean(RaftOperations.class));
	}

	private static @Nullable ResolvableType interfaceOf(ConfigurableListableBeanFactory beanFactory, String beanName) {
		Class<?> type = beanFactory.getType(beanName, false);
		if (type == null || ReplicatedService.class.isAssignableFrom(type)) {
			return null;
		}
		List<Class<?>> marked = MarkedInterfaces.of(type);
		return (marked.size() == 1)
				? MarkedInterfaces.resolve(marked.get(0), type, StateMachineBeans.declaredType(beanFactory, beanName))
				: null;
	}

	/** Whether a type is an interface with marked methods. */
	public static boolean isReplicated(Class<?> type) {
		return type.isInterface() && MarkedInterfaces.of(type).contains(type);
	}

	/**
	 * The interface to inject where somebody asked for a state machine itself.
	 * @param beanFactory has no bean to inject of the type
	 * @param required the type
	 * @return null if no state machine, or more than state machines, is of the type
	 */
	public static @Nullable Class<?> interfaceInsteadOf(ListableBeanFactory beanFactory, ResolvableType required) {
		Class<?> result = null;
		for (String beanName : beanFactory.getBeanNamesForType(required, true, false)) {
			if (!StateMachineBeans.isBehindProxy(beanName)) {
				return null;
			}
			result = beanFactory.getType(StateMachineBeans.givenName(beanName), false);
		}
		return result;
	}

}
