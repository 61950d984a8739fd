package io.raftboot.spring;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/** Makes machines of beans that implement an interface with marked methods. */
final class ReplicatedBeanMachines {

	private final PayloadFormat format;

	ReplicatedBeanMachines(PayloadFormat format) {
		this.format = format;
	}

	/**
	 * Makes a machine.
	 * @param beanName the name of the bean
	 * @param bean the bean, perhaps behind a proxy of Spring AOP
	 * @param type its class
	 * @param declared the type that its bean method names
	 * @param annotation its annotation
	 * @return null if none of its interfaces has marked methods
	 */
	@Nullable ReplicatedMachine machine(String beanName, Object bean, Class<?> type, @Nullable ResolvableType declared,
			RaftStateMachine annotation) {
		List<Class<?>> marked = MarkedInterfaces.of(type);
		checkMarks(beanName, type, marked);
		if (marked.isEmpty()) {
			return null;
		}
		checkKind(beanName, bean, marked);
		ResolvableType interfaceType = MarkedInterfaces.resolve(marked.get(0), type, declared);
		ReplicatedInterface methods = ReplicatedInterfaceReader.read(interfaceType, this.format);
		CommandCallCodec codec = new CommandCallCodec(methods);
		ReplicatedBeanService service = new ReplicatedBeanService(bean, stateCodec(beanName, type, declared));
		PayloadCodec results = new Bytes();
		ReplicatedServiceStateMachine stateMachine = new ReplicatedServiceStateMachine(annotation.name(), service,
				annotation.concurrent(), false, methods.commandVersion(), codec, results);
		return new ReplicatedMachine(annotation.name(), StateMachineBeans.givenName(beanName), type, CommandCall.class,
				annotation.concurrent(), stateMachine, codec, results);
	}

	private static void checkMarks(String beanName, Class<?> type, List<Class<?>> marked) {
		Method outside = MarkedInterfaces.markedOutsideOf(marked, type);
		if (outside != null) {
			throw new StateMachineDefinitionException(
					"The method " + MarkedMethod.describe(outside) + " of the state machine '"
							+ StateMachineBeans.givenName(beanName)
							+ "' is marked, but stands in no interface: only an interface can be injected as a proxy.",
					"Declare the method in an interface, mark it there, and let the class implement it.");
		}
		if (marked.size() > 1) {
			throw new StateMachineDefinitionException(
					"The state machine '" + StateMachineBeans.givenName(beanName)
							+ "' implements several interfaces with " + "marked methods: "
							+ marked.stream().map(Class::getName).toList() + ".",
					"Let it implement one interface that extends them all. They can still be injected one by one.");
		}
	}

	private static void checkKind(String beanName, Object bean, List<Class<?>> marked) {
		String name = StateMachineBeans.givenName(beanName);
		String interfaceName = marked.get(0).getSimpleName();
		if (bean instanceof ReplicatedService<?, ?>) {
			throw new StateMachineDefinitionException(
					"The state machine '" + name + "' implements both ReplicatedService and the marked methods of "
							+ interfaceName + ": its commands could come in two forms.",
					"Remove the marks of " + interfaceName + " and send commands by RaftOperations, or implement "
							+ ReplicatedState.class.getName() + " instead of ReplicatedService.");
		}
		if (!(bean instanceof ReplicatedState<?>)) {
			throw new StateMachineDefinitionException(
					"The state machine '" + name + "' has marked methods, but nothing to take a snapshot of: its log "
							+ "would grow for ever.",
					"Let the class implement " + ReplicatedState.class.getName()
							+ "<S>: capture() gives its state, for example a map, and restore(state) takes one over.");
		}
		if (!StateMachineBeans.isBehindProxy(beanName)) {
			throw new StateMachineDefinitionException(
					"The state machine '" + name + "' implements " + interfaceName
							+ ", but its bean definition does not " + "say so: no proxy could be put in front of it.",
					"Declare " + interfaceName + " or the class itself as the return type of its @Bean method.");
		}
	}

	private PayloadCodec stateCodec(String beanName, Class<?> type, @Nullable ResolvableType declared) {
		ResolvableType state = MarkedInterfaces.resolve(ReplicatedState.class, type, declared).getGeneric(0);
		String problem;
		if (state.resolve() == null || state.hasUnresolvableGenerics() || state.resolve() == Object.class) {
			problem = "its type is not known";
		}
		else {
			try {
				return this.format.codec(state);
			}
			catch (RuntimeException ex) {
				problem = "a " + state + " cannot be written and read: " + ex.getMessage();
			}
		}
		throw new StateMachineDefinitionException(
				"The state of the state machine '" + StateMachineBeans.givenName(beanName)
						+ "' cannot be put into snapshots: " + problem + ".",
				"Name a type for S in ReplicatedState<S> that can be written and read, for example"
						+ " TreeMap<String, Long> or a record, or define a bean of type "
						+ PayloadFormat.class.getName() + ".");
	}

	/** Results that are bytes already. */
	private static final class Bytes implements PayloadCodec {

		@Override
		public byte[] encode(Object value) {
			return (byte[]) value;
		}

		@Override
		public Object decode(ByteBuffer bytes) {
			byte[] copy = new byte[bytes.remaining()];
			bytes.get(bytes.position(), copy);
			return copy;
		}

	}

}
