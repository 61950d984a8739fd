package io.raftboot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Ends the start under a Spring Boot from before 4, which lacks what the
 * auto-configuration needs and would fail at some class or other. Runs before any
 * auto-configuration is looked at, and uses only what older versions have, too.
 */
final class SpringBootVersionCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

	private static final int MAJOR_MIN = 4;

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		check(SpringBootVersion.getVersion());
	}

	/** Lets what it cannot read pass. */
	static void check(@Nullable String version) {
		String major = (version != null) ? version.split("\\.", 2)[0] : "";
		if (major.matches("\\d{1,3}") && Integer.parseInt(major) < MAJOR_MIN) {
			throw new UnsupportedSpringBootException("Raft Boot needs Spring Boot " + MAJOR_MIN
					+ ", but this application runs on Spring Boot " + version);
		}
	}

}
