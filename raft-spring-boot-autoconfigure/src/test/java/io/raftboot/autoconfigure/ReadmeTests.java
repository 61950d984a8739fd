package io.raftboot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The first thing that people copy works, as it stands there. */
class ReadmeTests {

	private static final int LINES_MAX = 24;

	@TempDir
	Path directory;

	@Test
	void theReplicatedBeanIsShort() throws IOException {
		assertThat(ReadmeApplication.source()
			.lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("import ") && !line.startsWith("package ")))
			.hasSizeLessThanOrEqualTo(LINES_MAX);
	}

	@Test
	void theReplicatedBeanCompilesAndRuns() throws Exception {
		Path classes = ReadmeApplication.compile(this.directory);
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() }, before)) {
			thread.setContextClassLoader(loader);
			Class<?> application = loader.loadClass(ReadmeApplication.NAME);
			try (ConfigurableApplicationContext context = run(loader, application)) {
				RaftNode node = context.getBean(RaftNode.class);
				await().until(() -> node.status().role() == Role.LEADER);
				String url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port")
						+ "/counters/a";
				assertThat(send(HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.noBody()))).isEqualTo("1");
				assertThat(send(HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.noBody()))).isEqualTo("2");
				assertThat(send(HttpRequest.newBuilder(URI.create(url)))).isEqualTo("2");
				node.snapshot().join();
			}
			try (ConfigurableApplicationContext context = run(loader, application)) {
				RaftNode node = context.getBean(RaftNode.class);
				await().until(() -> node.status().role() == Role.LEADER);
				String url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port")
						+ "/counters/a";
				assertThat(send(HttpRequest.newBuilder(URI.create(url)))).isEqualTo("2");
			}
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private ConfigurableApplicationContext run(ClassLoader loader, Class<?> application) {
		return new SpringApplicationBuilder(application).resourceLoader(new DefaultResourceLoader(loader))
			.logStartupInfo(false)
			.run("--server.port=0", "--raft.data-dir=" + this.directory.resolve("data"));
	}

	private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
	}

}
