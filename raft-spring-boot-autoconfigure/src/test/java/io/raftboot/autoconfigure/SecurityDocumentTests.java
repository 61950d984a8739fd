package io.raftboot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import io.raftboot.actuate.StatusBuilder;
import io.raftboot.core.node.RaftNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** The rules that people copy protect what they say. */
class SecurityDocumentTests {

	private static final String MARKER = "<!-- security-rules";

	private static final String FENCE = "```";

	@TempDir
	static Path directory;

	private static URLClassLoader loader;

	private static ConfigurableApplicationContext context;

	private static URI base;

	@BeforeAll
	static void start() throws Exception {
		loader = new URLClassLoader(new URL[] { compile(rules()).toUri().toURL() },
				SecurityDocumentTests.class.getClassLoader());
		context = new SpringApplicationBuilder(Application.class, loader.loadClass("com.example.RaftSecurity"))
			.resourceLoader(new DefaultResourceLoader(loader))
			.logStartupInfo(false)
			.run("--server.port=0", "--raft.standalone=true", "--management.endpoints.web.exposure.include=health,raft",
					"--management.endpoint.raft.access=unrestricted");
		base = URI.create("http://127.0.0.1:" + ((WebServerApplicationContext) context).getWebServer().getPort() + "/");
	}

	@AfterAll
	static void stop() throws IOException {
		context.close();
		loader.close();
	}

	@Test
	void probesNeedNobody() throws Exception {
		assertThat(send("GET", "actuator/health", null)).isNotIn(401, 403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET actuator", "GET actuator/raft", "POST actuator/raft",
			"POST actuator/raft/default/transfer", "DELETE actuator/raft", "POST actuator/health",
			"GET raft/api/getPeerList", "POST raft/api/set", "GET raft", "GET raft/console/state",
			"POST raft/console/operations/snapshot" })
	void strangersAreAskedWhoTheyAre(String call) throws Exception {
		String[] parts = call.split(" ");
		assertThat(send(parts[0], parts[1], null)).isEqualTo(401);
		assertThat(send(parts[0], parts[1], "viewer:wrong")).isEqualTo(401);
	}

	@Test
	void viewersSeeAndChangeNothing() throws Exception {
		assertThat(send("GET", "actuator/raft", "viewer:v")).isEqualTo(200);
		assertThat(send("POST", "actuator/raft", "viewer:v")).isEqualTo(403);
		assertThat(send("POST", "actuator/raft/default/transfer", "viewer:v")).isEqualTo(403);
		assertThat(send("DELETE", "actuator/raft", "viewer:v")).isEqualTo(403);
		assertThat(send("POST", "raft/api/set", "viewer:v")).isEqualTo(403);
		assertThat(send("GET", "raft/api/getPeerList", "viewer:v")).isEqualTo(403);
		assertThat(send("GET", "raft/console/state", "viewer:v")).isNotIn(401, 403);
		assertThat(send("POST", "raft/console/operations/snapshot", "viewer:v")).isEqualTo(403);
	}

	@Test
	void administratorsGetThrough() throws Exception {
		assertThat(send("GET", "actuator/raft", "admin:a")).isEqualTo(200);
		assertThat(send("POST", "actuator/raft/default/no-such-operation", "admin:a")).isNotIn(401, 403);
		assertThat(send("POST", "raft/api/set", "admin:a")).isNotIn(401, 403);
	}

	private static int send(String method, String path, @Nullable String user) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
			.method(method, BodyPublishers.ofString("{}"))
			.header("Content-Type", "application/json");
		if (user != null) {
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
		}
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
	}

	private static Path compile(String source) throws IOException {
		Path file = Files.writeString(directory.resolve("RaftSecurity.java"), source);
		Path classes = Files.createDirectory(directory.resolve("classes"));
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> options = List.of("-parameters", "-proc:none", "-classpath", classPath, "-d", classes.toString());
		assertThat(compiler
			.getTask(null, null, null, options, null,
					compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
			.call()).isTrue();
		return classes;
	}

	private static String rules() throws IOException {
		String document = Files.readString(Path.of("..", "docs", "security.md"));
		assertThat(document).containsOnlyOnce(MARKER);
		int start = document.indexOf('\n', document.indexOf(FENCE + "java", document.indexOf(MARKER))) + 1;
		return document.substring(start, document.indexOf(FENCE, start));
	}

	/** What {@code spring-boot-starter-security} switches on, and two users. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebSecurity
	@Import(TestMachine.class)
	static class Application {

		@Bean
		RaftNode raftNode() {
			RaftNode node = mock(RaftNode.class);
			given(node.status()).willReturn(StatusBuilder.leader().build());
			return node;
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("viewer").password("{noop}v").roles("VIEWER").build(),
					User.withUsername("admin").password("{noop}a").roles("ADMIN").build());
		}

	}

}
