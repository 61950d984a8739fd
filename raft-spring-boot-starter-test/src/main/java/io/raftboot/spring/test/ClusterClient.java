package io.raftboot.spring.test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.core.node.MachineNotReadyException;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.RaftBusyException;
import io.raftboot.core.node.RaftStoppedException;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.BeanCreationNotAllowedException;
import org.springframework.util.ReflectionUtils;

/** Makes each call on a bean of some running node, and again where it had no effect. */
final class ClusterClient implements MethodInterceptor {

	private static final long PAUSE_MILLIS = 5;

	private static final Executor LATER = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);

	private final Class<?> type;

	private final Leadership leadership;

	private final long patienceNanos;

	private ClusterClient(Class<?> type, Leadership leadership, Duration patience) {
		this.type = type;
		this.leadership = leadership;
		this.patienceNanos = patience.toNanos();
	}

	static <T> T of(Class<T> type, Leadership leadership, Duration patience) {
		if (Modifier.isFinal(type.getModifiers())) {
			throw new IllegalArgumentException("The class " + type.getName()
					+ " is final: a client needs an interface, or a class that can be extended");
		}
		ProxyFactory factory = new ProxyFactory();
		if (type.isInterface()) {
			factory.addInterface(type);
		}
		else {
			factory.setTargetClass(type);
			factory.setProxyTargetClass(true);
		}
		factory.setOpaque(true);
		factory.addAdvice(new ClusterClient(type, leadership, patience));
		return type.cast(factory.getProxy(type.getClassLoader()));
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Method method = invocation.getMethod();
		@Nullable Object[] arguments = invocation.getArguments();
		if (method.getDeclaringClass() == Object.class) {
			return "client of " + this.type.getName();
		}
		ReflectionUtils.makeAccessible(method);
		long endNanos = System.nanoTime() + this.patienceNanos;
		if (CompletionStage.class.isAssignableFrom(method.getReturnType())) {
			CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
			callLater(method, arguments, endNanos, answer);
			return answer;
		}
		while (true) {
			try {
				return call(method, arguments);
			}
			catch (Throwable ex) {
				if (!isWorthAnother(ex, endNanos)) {
					throw ex;
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
			}
		}
	}

	private void callLater(Method method, @Nullable Object[] arguments, long endNanos,
			CompletableFuture<@Nullable Object> answer) {
		CompletionStage<?> attempt;
		try {
			attempt = (CompletionStage<?>) call(method, arguments);
		}
		catch (Throwable ex) {
			attempt = CompletableFuture.failedFuture(ex);
		}
		attempt.whenComplete((value, failure) -> {
			if (failure == null) {
				answer.complete(value);
			}
			else if (isWorthAnother(failure, endNanos)) {
				LATER.execute(() -> callLater(method, arguments, endNanos, answer));
			}
			else {
				answer.completeExceptionally(unwrap(failure));
			}
		});
	}

	private @Nullable Object call(Method method, @Nullable Object[] arguments) throws Throwable {
		Object bean = bean();
		try {
			return method.invoke(bean, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private Object bean() {
		RaftClusterNode node = this.leadership.next();
		if (node == null) {
			throw new RaftStoppedException("No node of the cluster runs");
		}
		try {
			return node.bean(this.type);
		}
		catch (IllegalStateException | BeanCreationNotAllowedException ex) {
			throw new RaftStoppedException("Node " + node.id() + " stops", ex);
		}
	}

	private static boolean isWorthAnother(Throwable failure, long endNanos) {
		Throwable cause = unwrap(failure);
		boolean noEffect = cause instanceof NotLeaderException || cause instanceof RaftStoppedException
				|| cause instanceof RaftBusyException || cause instanceof MachineNotReadyException;
		return noEffect && System.nanoTime() - endNanos < 0 && !Thread.currentThread().isInterrupted();
	}

	private static Throwable unwrap(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

}
