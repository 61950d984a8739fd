package io.raftboot.spring.test;

import java.util.concurrent.locks.ReentrantLock;

import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;

/**
 * What comes before the context in the run of an application: gives it the properties of
 * the test, above all others, and lets one run at a time so far, since it changes things
 * of the whole JVM, such as its logging.
 *
 * @param configuration with property sources
 * @param properties written as name=value, later ones win
 */
record NodePreparation(MergedContextConfiguration configuration,
		String[] properties) implements ApplicationListener<SpringApplicationEvent>, PriorityOrdered {

	private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

	void begin() {
		ONE_AT_A_TIME.lock();
	}

	/** The run is at its context, or has ended. */
	void end() {
		if (ONE_AT_A_TIME.isHeldByCurrentThread()) {
			ONE_AT_A_TIME.unlock();
		}
	}

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
			TestPropertySourceUtils.addPropertySourcesToEnvironment(prepared.getEnvironment(),
					new DefaultResourceLoader(), this.configuration.getPropertySourceDescriptors());
			TestPropertySourceUtils.addInlinedPropertiesToEnvironment(prepared.getEnvironment(), this.properties);
		}
		else if (event instanceof ApplicationContextInitializedEvent) {
			end();
		}
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
