package io.raftboot.spring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.CommandEnvelope;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/** Makes machines of the beans marked with {@link RaftStateMachine}. */
final class ReplicatedMachineFinder {

	private final ConfigurableListableBeanFactory beanFactory;

	private final PayloadFormat format;

	private final ReplicatedBeanMachines beanMachines;

	ReplicatedMachineFinder(ConfigurableListableBeanFactory beanFactory, PayloadFormat format) {
		this.beanFactory = beanFactory;
		this.format = format;
		this.beanMachines = new ReplicatedBeanMachines(format);
	}

	List<ReplicatedMachine> find() {
		List<ReplicatedMachine> machines = new ArrayList<>();
		for (String beanName : this.beanFactory.getBeanNamesForAnnotation(RaftStateMachine.class)) {
			RaftStateMachine annotation = StateMachineBeans.annotation(this.beanFactory, beanName);
			if (annotation != null) {
				machines.add(machine(beanName, annotation));
			}
		}
		return machines;
	}

	private ReplicatedMachine machine(String beanName, RaftStateMachine annotation) {
		String givenName = StateMachineBeans.givenName(beanName);
		checkName(givenName, annotation.name());
		checkScope(beanName, givenName);
		Object bean = this.beanFactory.getBean(beanName);
		Class<?> type = AopUtils.getTargetClass(bean);
		ReplicatedMachine machine = this.beanMachines.machine(beanName, bean, type,
				StateMachineBeans.declaredType(this.beanFactory, beanName), annotation);
		if (machine != null) {
			return machine;
		}
		if (bean instanceof ReplicatedService<?, ?> service) {
			return machine(beanName, annotation, service, type);
		}
		throw new StateMachineDefinitionException(
				"The bean '" + givenName + "' is marked with @RaftStateMachine, but its class " + type.getName()
						+ " has neither methods marked with @RaftCommand nor the hooks commit and reset.",
				"Let the class implement an interface of its own whose methods are marked with @RaftCommand and"
						+ " @RaftQuery, or " + ReplicatedService.class.getName()
						+ "<C, R>, with the type of its commands for C and of their results for R"
						+ ", or remove the annotation.");
	}

	private ReplicatedMachine machine(String beanName, RaftStateMachine annotation, ReplicatedService<?, ?> service,
			Class<?> type) {
		String name = annotation.name();
		ResolvableType serviceType = serviceType(beanName, type);
		ResolvableType commandType = serviceType.getGeneric(0);
		PayloadCodec commandCodec = codec(beanName, commandType);
		PayloadCodec resultCodec = codec(beanName, serviceType.getGeneric(1));
		ReplicatedServiceStateMachine stateMachine = new ReplicatedServiceStateMachine(name, service,
				annotation.concurrent(), overridesProcess(type), commandVersion(beanName, commandType.toClass()),
				commandCodec, resultCodec);
		return new ReplicatedMachine(name, StateMachineBeans.givenName(beanName), type, commandType.toClass(),
				annotation.concurrent(), stateMachine, commandCodec, resultCodec);
	}

	private static void checkName(String beanName, String name) {
		int bytes = name.getBytes(StandardCharsets.UTF_8).length;
		if (name.isBlank() || bytes > CommandEnvelope.MACHINE_NAME_BYTES_MAX) {
			throw new StateMachineDefinitionException(
					"The replicated name '" + name + "' of the bean '" + beanName + "' has " + bytes + " bytes.",
					"Choose a name of 1 to " + CommandEnvelope.MACHINE_NAME_BYTES_MAX
							+ " bytes in @RaftStateMachine(...).");
		}
	}

	private void checkScope(String beanName, String givenName) {
		if (!this.beanFactory.isSingleton(beanName)) {
			throw new StateMachineDefinitionException(
					"The bean '" + givenName + "' is marked with @RaftStateMachine, but it is not a singleton.",
					"Remove the scope from the bean: a node has exactly one of each state machine.");
		}
	}

	private ResolvableType serviceType(String beanName, Class<?> type) {
		ResolvableType byClass = ResolvableType.forClass(type).as(ReplicatedService.class);
		if (isResolved(byClass)) {
			return byClass;
		}
		ResolvableType declared = StateMachineBeans.declaredType(this.beanFactory, beanName);
		if (declared != null && isResolved(declared.as(ReplicatedService.class))) {
			return declared.as(ReplicatedService.class);
		}
		throw new StateMachineDefinitionException(
				"The types of commands and results of the state machine '" + beanName + "' (" + type.getName()
						+ ") are not known: they stand neither in its class nor in its bean method.",
				"Declare them, for example: class " + type.getSimpleName() + " implements "
						+ ReplicatedService.class.getSimpleName()
						+ "<MyCommand, MyResult>. A generic class can name them in the return type of its @Bean method.");
	}

	private static boolean isResolved(ResolvableType serviceType) {
		return serviceType.hasGenerics() && serviceType.getGeneric(0).resolve() != null
				&& serviceType.getGeneric(1).resolve() != null && !serviceType.hasUnresolvableGenerics();
	}

	private PayloadCodec codec(String beanName, ResolvableType type) {
		try {
			return this.format.codec(type);
		}
		catch (RuntimeException ex) {
			StateMachineDefinitionException failure = new StateMachineDefinitionException(
					"The state machine '" + beanName + "' cannot use " + type + ": " + ex.getMessage() + ".",
					"Change the type, or define a bean of type " + PayloadFormat.class.getName()
							+ " that writes and reads it.");
			failure.initCause(ex);
			throw failure;
		}
	}

	private static int commandVersion(String beanName, Class<?> commandType) {
		try {
			return CommandVersions.highest(commandType);
		}
		catch (IllegalArgumentException ex) {
			throw new StateMachineDefinitionException(
					"The state machine '" + beanName + "' has a command without a valid version: " + ex.getMessage()
							+ ".",
					"Choose a version from 1 to " + CommandVersions.HIGHEST + " in @CommandVersion(...).");
		}
	}

	private static boolean overridesProcess(Class<?> type) {
		try {
			return type.getMethod("process", Object.class).getDeclaringClass() != ReplicatedService.class;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
