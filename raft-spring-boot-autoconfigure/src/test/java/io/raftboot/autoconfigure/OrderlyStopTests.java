package io.raftboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What an application does, and in which order, when it is told to stop. */
@Timeout(60)
class OrderlyStopTests {

	@TempDir
	Path directory;

	@Test
	void aCommandThatWasTakenIsAnsweredBeforeTheNodeCloses() throws Exception {
		ConfigurableApplicationContext context = run(WebApplicationType.NONE);
		Slow slow = context.getBean(Slow.class);
		RaftOperations raft = context.getBean(RaftOperations.class);
		RaftNode node = context.getBean(RaftNode.class);
		await().until(() -> node.status().leader() != null);
		CompletableFuture<String> call = raft.submit("slow");
		slow.begun.await();
		Thread stopping = new Thread(context::close);
		stopping.start();
		await().until(() -> raft.submit("late").isCompletedExceptionally());
		assertThat(raft.submit("late")).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(RaftStoppedException.class);
		assertThat(call).isNotDone();
		slow.release.countDown();
		assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo("slow done");
		stopping.join();
	}

	@Test
	void readinessIsRefusedBeforeThePortCloses() throws Exception {
		ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "--server.port=0",
				"--raft.shutdown.readiness-grace=500ms");
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		URI readiness = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
		await().untilAsserted(() -> assertThat(status(readiness)).isEqualTo(200));
		Thread stopping = new Thread(context::close);
		stopping.start();
		boolean refused = false;
		int status = status(readiness);
		while (status != -1) {
			refused |= status == 503;
			status = status(readiness);
		}
		stopping.join();
		assertThat(refused).isTrue();
	}

	/** -1 if nobody answers any more. */
	private static int status(URI uri) {
		try {
			HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
			// One that is kept would be answered behind a closed port, too
			connection.setRequestProperty("Connection", "close");
			connection.setReadTimeout(10_000);
			return connection.getResponseCode();
		}
		catch (IOException ex) {
			return -1;
		}
	}

	private ConfigurableApplicationContext run(WebApplicationType type, String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.logStartupInfo(false)
			.properties("raft.standalone=true", "raft.data-dir=" + this.directory)
			.run(arguments);
	}

	/** Does not come to an end with "slow" until it may. */
	@RaftStateMachine
	static class Slow implements ReplicatedService<String, String> {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		@Override
		public String commit(String command, CommitContext context) {
			if (command.equals("slow")) {
				this.begun.countDown();
				try {
					this.release.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			return command + " done";
		}

		@Override
		public void reset(long index, InputStream in) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Slow.class)
	static class Application {

	}

}
