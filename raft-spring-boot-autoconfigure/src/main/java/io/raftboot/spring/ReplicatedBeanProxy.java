package io.raftboot.spring;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * Answers calls of an interface whose state machine is replicated: sends commands to the
 * log, runs queries at their consistency, and default methods here. Looks for the node
 * and the state machine at the first call, so that these may be given the proxy.
 */
final class ReplicatedBeanProxy implements InvocationHandler {

	private static final Object[] NO_ARGUMENTS = new Object[0];

	private final ReplicatedInterface methods;

	private final String machineName;

	private final Supplier<Object> bean;

	private final Supplier<RaftOperations> raft;

	private final Map<Method, MethodHandle> defaults = new ConcurrentHashMap<>();

	private ReplicatedBeanProxy(ReplicatedInterface methods, String machineName, Supplier<Object> bean,
			Supplier<RaftOperations> raft) {
		this.methods = methods;
		this.machineName = machineName;
		this.bean = SingletonSupplier.of(bean);
		this.raft = SingletonSupplier.of(() -> raft.get().on(machineName));
	}

	/**
	 * Makes a proxy.
	 * @param methods what it implements
	 * @param machineName replicated name of the state machine
	 * @param bean the state machine, asked once, at the first query
	 * @param raft asked once, at the first call
	 * @return an object of the interface
	 */
	static Object create(ReplicatedInterface methods, String machineName, Supplier<Object> bean,
			Supplier<RaftOperations> raft) {
		return Proxy.newProxyInstance(methods.type().getClassLoader(), new Class<?>[] { methods.type() },
				new ReplicatedBeanProxy(methods, machineName, bean, raft));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
		@Nullable Object[] arguments = (args != null) ? args : NO_ARGUMENTS;
		MarkedMethod marked = this.methods.find(method);
		if (marked == null) {
			return (method.getDeclaringClass() == Object.class) ? onObject(proxy, method, arguments)
					: defaultMethod(method).bindTo(proxy).invokeWithArguments(arguments);
		}
		if (RaftCommit.isOpen()) {
			throw new IllegalStateException(
					marked + " was called by a command that is being committed: it would wait for"
							+ " itself. A state machine calls its own methods, not the proxy");
		}
		return (marked instanceof CommandMethod command) ? command(command, arguments)
				: query((QueryMethod) marked, arguments);
	}

	private @Nullable Object command(CommandMethod method, @Nullable Object[] arguments) {
		CommandCall call = new CommandCall(method, arguments);
		return method.isAsynchronous() ? this.raft.get().submit(call) : this.raft.get().submitAndWait(call);
	}

	private @Nullable Object query(QueryMethod method, @Nullable Object[] arguments) throws Throwable {
		if (method.isAsynchronous()) {
			return this.raft.get().query(method.consistency(), () -> method.invoke(this.bean.get(), arguments));
		}
		try {
			return this.raft.get().queryAndWait(method.consistency(), () -> method.invoke(this.bean.get(), arguments));
		}
		catch (UndeclaredThrowableException ex) {
			throw ex.getUndeclaredThrowable();
		}
	}

	private Object onObject(Object proxy, Method method, @Nullable Object[] arguments) {
		return switch (method.getName()) {
			case "equals" -> proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default ->
				this.methods.type().getSimpleName() + " of the replicated state machine '" + this.machineName + "'";
		};
	}

	private MethodHandle defaultMethod(Method method) {
		return this.defaults.computeIfAbsent(method, ReplicatedBeanProxy::special);
	}

	// InvocationHandler.invokeDefault cannot see interfaces that are not public
	private static MethodHandle special(Method method) {
		Class<?> type = method.getDeclaringClass();
		try {
			return MethodHandles.privateLookupIn(type, MethodHandles.lookup()).unreflectSpecial(method, type);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("Cannot call the default method " + MarkedMethod.describe(method), ex);
		}
	}

}
