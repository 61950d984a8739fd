package io.raftboot.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.RaftOperations;
import io.raftboot.test.disk.FaultyDisk;
import io.raftboot.test.disk.SlowDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An application whose requests have virtual threads. */
@EnabledForJreRange(min = JRE.JAVA_21)
@Timeout(60)
class VirtualThreadTests {

	/** More than any machine that runs this has carrier threads. */
	private static final int CALLERS = 300;

	private final SlowDisk disk = new SlowDisk(new FaultyDisk());

	/**
	 * Who waits for the node keeps no thread of the platform, or the last could not
	 * begin.
	 */
	@Test
	void allOfThemWaitForTheNodeAtOnce() {
		try (ConfigurableApplicationContext context = start()) {
			RaftNode node = context.getBean(RaftNode.class);
			await().until(() -> node.leadership() != null);
			this.disk.forceTime(Duration.ofMinutes(5));
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/count")).build();
			HttpClient client = HttpClient.newHttpClient();
			List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				calls.add(client.sendAsync(request, BodyHandlers.ofString()));
			}
			await().until(() -> node.status().pendingProposals() == CALLERS);
			this.disk.forceTime(Duration.ZERO);
			assertThat(calls).allSatisfy((call) -> assertThat(call).succeedsWithin(Duration.ofSeconds(30))
				.satisfies((response) -> assertThat(response.body()).matches("true [0-9]+")));
		}
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).logStartupInfo(false)
			.initializers((context) -> context.getBeanFactory()
				.registerSingleton("disk", (RaftNodeBuilderCustomizer) (builder) -> builder.disk(this.disk)))
			.run("--server.port=0", "--spring.threads.virtual.enabled=true", "--raft.node-id=n1",
					"--raft.standalone=true", "--raft.election-timeout=30s", "--raft.proposal-timeout=30s",
					"--raft.data-dir=" + Path.of("no-such-place", "n1"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ TestMachine.class, Counting.class })
	static class Application {

	}

	@RestController
	static class Counting {

		private final RaftOperations operations;

		Counting(RaftOperations operations) {
			this.operations = operations;
		}

		@GetMapping("/count")
		String count() throws ReflectiveOperationException {
			Object virtual = Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
			return virtual + " " + this.operations.submitAndWait("count");
		}

	}

}
