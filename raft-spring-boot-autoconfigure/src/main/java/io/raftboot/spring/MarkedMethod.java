package io.raftboot.spring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/** A method of an interface that a proxy sends to the state machine. */
abstract class MarkedMethod {

	private final Method method;

	private final boolean asynchronous;

	MarkedMethod(Method method) {
		this.method = method;
		this.asynchronous = method.getReturnType() == CompletableFuture.class;
		method.setAccessible(true); // even a public one is checked at each call without
	}

	Method method() {
		return this.method;
	}

	/** Whether callers get a future instead of waiting. */
	boolean isAsynchronous() {
		return this.asynchronous;
	}

	/** Calls the method itself; what it throws comes without wrapper. */
	@Nullable Object invoke(Object bean, @Nullable Object... arguments) throws Exception {
		try {
			Object result = this.method.invoke(bean, arguments);
			return (this.asynchronous && result != null) ? completed((CompletableFuture<?>) result) : result;
		}
		catch (InvocationTargetException ex) {
			throw thrown(ex.getTargetException());
		}
	}

	private @Nullable Object completed(CompletableFuture<?> future) throws Exception {
		if (!future.isDone()) {
			throw new IncompleteFutureException(this + " must return a completed future, but it is not complete");
		}
		try {
			return future.join();
		}
		catch (RuntimeException ex) {
			throw thrown(Waiting.unwrap(ex));
		}
	}

	private static Exception thrown(Throwable thrown) {
		if (thrown instanceof Error error) {
			throw error;
		}
		return (Exception) thrown;
	}

	@Override
	public String toString() {
		return describe(this.method);
	}

	static String describe(Method method) {
		return method.getDeclaringClass().getSimpleName() + "." + method.getName();
	}

	/** A state machine answered with a future that is not complete. */
	static final class IncompleteFutureException extends IllegalStateException {

		private static final long serialVersionUID = 1L;

		IncompleteFutureException(String message) {
			super(message);
		}

	}

}
