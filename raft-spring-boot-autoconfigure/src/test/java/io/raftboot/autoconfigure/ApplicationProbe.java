package io.raftboot.autoconfigure;

import java.util.function.UnaryOperator;

import io.raftboot.spring.RaftOperations;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * What {@link IsolatedApplication} has on the other side. Questions are the names of
 * properties; what begins with {@code submit:} is a command.
 */
public final class ApplicationProbe implements UnaryOperator<String>, AutoCloseable {

	private static final String SUBMIT = "submit:";

	private final ConfigurableApplicationContext context;

	/** Runs the application. */
	public ApplicationProbe(String application, String[] arguments) throws ClassNotFoundException {
		Class<?> type = Class.forName(application, true, Thread.currentThread().getContextClassLoader());
		SpringApplication spring = new SpringApplication(type);
		spring.setMainApplicationClass(type);
		spring.setRegisterShutdownHook(false);
		spring.setLogStartupInfo(false);
		if (ClassUtils.isPresent("org.apache.catalina.startup.Tomcat", getClass().getClassLoader())) {
			Tomcat.leaveTheJvmAlone();
		}
		this.context = spring.run(arguments);
	}

	@Override
	public String apply(String question) {
		if (question.startsWith(SUBMIT)) {
			RaftOperations raft = this.context.getBean(RaftOperations.class);
			Object result = raft.submitAndWait(question.substring(SUBMIT.length()));
			return String.valueOf(result);
		}
		return this.context.getEnvironment().getRequiredProperty(question);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** Kept apart: it may be absent. */
	private static final class Tomcat {

		/**
		 * A JVM has one factory, which the Tomcat of another class loader may have set.
		 */
		static void leaveTheJvmAlone() {
			TomcatURLStreamHandlerFactory.disable();
		}

	}

}
