package io.raftboot.autoconfigure;

import java.util.List;

import org.springframework.core.env.Environment;

/**
 * What the properties say about the web server of the application, which has no port yet
 * when the node starts.
 *
 * @param port its port, 0 if it takes a free one
 * @param contextPath what stands before all paths, empty or with a slash in front
 * @param tls whether it speaks HTTPS
 */
record WebServerSettings(int port, String contextPath, boolean tls) {

	private static final int DEFAULT_PORT = 8080;

	/** Each of them switches HTTPS on. */
	private static final List<String> TLS_PROPERTIES = List.of("server.ssl.bundle", "server.ssl.key-store",
			"server.ssl.certificate");

	static WebServerSettings of(Environment environment) {
		String path = environment.getProperty("server.servlet.context-path", "").trim();
		boolean tls = environment.getProperty("server.ssl.enabled", Boolean.class, true)
				&& TLS_PROPERTIES.stream().anyMatch(environment::containsProperty);
		int port = environment.getProperty("server.port", Integer.class, DEFAULT_PORT);
		return new WebServerSettings(Math.max(port, 0), path.equals("/") ? "" : path, tls);
	}

}
