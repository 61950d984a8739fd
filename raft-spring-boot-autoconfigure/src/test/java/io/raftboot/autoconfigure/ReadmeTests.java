package io.raftboot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

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

	private static final String MARKER = "<!-- replicated-bean";

	private static final String FENCE = "```";

	@TempDir
	Path directory;

	@Test
	void theReplicatedBeanIsShort() throws IOException {
		assertThat(replicatedBean().lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("import ") && !line.startsWith("package ")))
			.hasSizeLessThanOrEqualTo(LINES_MAX);
	}

	@Test
	void theReplicatedBeanCompilesAndRuns() throws Exception {
		Path classes = compile(replicatedBean());
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() }, before)) {
			thread.setContextClassLoader(loader);
			Class<?> application = loader.loadClass("com.example.CounterApplication");
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

	// With the options of Spring Boot's own parent POM
	private Path compile(String source) throws IOException {
		Path file = Files.writeString(this.directory.resolve("CounterApplication.java"), source);
		Path classes = Files.createDirectory(this.directory.resolve("classes"));
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> options = List.of("-parameters", "-proc:none", "-classpath", classPath, "-d", classes.toString());
		boolean compiled = compiler
			.getTask(null, null, null, options, null,
					compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
			.call();
		assertThat(compiled).isTrue();
		return classes;
	}

	private static String replicatedBean() throws IOException {
		String readme = Files.readString(Path.of("..", "README.md"));
		assertThat(readme).containsOnlyOnce(MARKER);
		int start = readme.indexOf('\n', readme.indexOf(FENCE + "java", readme.indexOf(MARKER))) + 1;
		return readme.substring(start, readme.indexOf(FENCE, start));
	}

}
