package io.raftboot.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.util.function.UnaryOperator;

/**
 * An application in a class loader of its own. It is seen through types of the JDK alone,
 * because every other class is another one in there.
 */
final class IsolatedApplication implements AutoCloseable {

	private final ClassLoader loader;

	private final Object probe;

	/** Runs an application of that class loader. */
	IsolatedApplication(ClassLoader loader, String application, String... arguments) throws Exception {
		this.loader = loader;
		this.probe = inside(() -> loader.loadClass(ApplicationProbe.class.getName())
			.getConstructor(String.class, String[].class)
			.newInstance(application, arguments));
	}

	/** What the probe answers. */
	@SuppressWarnings("unchecked")
	String ask(String question) throws Exception {
		return inside(() -> ((UnaryOperator<String>) this.probe).apply(question));
	}

	@Override
	public void close() throws Exception {
		inside(() -> {
			((AutoCloseable) this.probe).close();
			return null;
		});
	}

	private <T> T inside(Action<T> action) throws Exception {
		return inside(this.loader, action);
	}

	/** Does this with the context class loader. */
	static <T> T inside(ClassLoader loader, Action<T> action) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(loader);
		try {
			return action.run();
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/** What is done inside. */
	interface Action<T> {

		T run() throws Exception;

	}

}
