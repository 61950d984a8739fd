package io.raftboot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.raftboot.core.model.FencingToken;
import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.LeaderOnly;
import io.raftboot.spring.RaftLeaderChangedEvent;
import io.raftboot.spring.RaftLeadership;
import io.raftboot.spring.RaftLeadershipGrantedEvent;
import io.raftboot.spring.RaftLeadershipRevokedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whole applications whose leader has something to do. */
@ExtendWith(OutputCaptureExtension.class)
class LeadershipApplicationTests {

	@TempDir
	Path directory;

	@Test
	void leadershipIsToldOnceWhenTheApplicationIsReadyAndTakenBackAtItsEnd() {
		Job job;
		try (ConfigurableApplicationContext context = run()) {
			job = context.getBean(Journal.class).job;
			await().until(() -> !context.getBean(Journal.class).job.tokens.isEmpty());
		}
		assertThat(job.heard.get(0)).isEqualTo("not ready, leader: false, granted by the node: true");
		assertThat(job.heard.get(1)).isEqualTo("ready");
		List<Object> events = job.heard.subList(2, job.heard.size());
		assertThat(events).filteredOn(RaftLeaderChangedEvent.class::isInstance).isNotEmpty();
		assertThat(events).filteredOn(RaftLeadershipGrantedEvent.class::isInstance).hasSize(1);
		RaftLeadershipGrantedEvent granted = (RaftLeadershipGrantedEvent) events.stream()
			.filter(RaftLeadershipGrantedEvent.class::isInstance)
			.findFirst()
			.orElseThrow();
		assertThat(job.tokens).containsOnly(granted.token());
		assertThat(events).endsWith(new RaftLeadershipRevokedEvent("n1", granted.token()));
		assertThat(events).filteredOn(RaftLeadershipRevokedEvent.class::isInstance).hasSize(1);
	}

	@Test
	void theNextStartIsAnotherLeadershipWithAGreaterToken() {
		FencingToken first = firstToken();
		assertThat(firstToken().isNewerThan(first)).isTrue();
	}

	@Test
	void aMethodThatNoProxyCanGuardSaysWhatToDo(CapturedOutput output) {
		try {
			new SpringApplicationBuilder(Guarded.class).web(WebApplicationType.NONE)
				.run("--raft.data-dir=" + this.directory)
				.close();
		}
		catch (RuntimeException ex) {
			// Told in the output
		}
		assertThat(output).contains("is @LeaderOnly, but no proxy can guard it: it is final")
			.contains("Make it a plain method that is not private, static or final.");
	}

	private FencingToken firstToken() {
		try (ConfigurableApplicationContext context = run()) {
			Job job = context.getBean(Journal.class).job;
			await().until(() -> !job.tokens.isEmpty());
			assertThat(context.getBean(RaftLeadership.class).isLeader()).isTrue();
			return job.tokens.get(0);
		}
	}

	private ConfigurableApplicationContext run() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run("--raft.data-dir=" + this.directory, "--raft.node-id=n1", "--raft.election-timeout=200ms",
					"--raft.heartbeat-interval=50ms");
	}

	/** The job itself: the bean of its type is a proxy without state. */
	record Journal(Job job) {
	}

	static class Job {

		private final List<FencingToken> tokens = new CopyOnWriteArrayList<>();

		private final List<Object> heard = new CopyOnWriteArrayList<>();

		private final RaftLeadership leadership;

		Job(RaftLeadership leadership) {
			this.leadership = leadership;
		}

		@LeaderOnly
		@Scheduled(fixedDelay = 5)
		public void run() {
			this.tokens.add(this.leadership.require().token());
		}

		@EventListener
		public void ready(ApplicationReadyEvent event) {
			this.heard.add("ready");
		}

		@EventListener({ RaftLeaderChangedEvent.class, RaftLeadershipGrantedEvent.class,
				RaftLeadershipRevokedEvent.class })
		public void on(Object event) {
			this.heard.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	@Import(TestMachine.class)
	static class Application {

		private Job job;

		@Bean
		Job job(RaftLeadership leadership) {
			this.job = new Job(leadership);
			return this.job;
		}

		@Bean
		Journal journal(Job proxy) {
			return new Journal(this.job);
		}

		/** Keeps the application from being ready until the node has its leadership. */
		@Bean
		ApplicationRunner slowStart(RaftNode node, RaftLeadership leadership, Journal journal) {
			return (arguments) -> {
				await().atMost(Duration.ofSeconds(20)).until(() -> node.leadership() != null);
				assertThat(journal.job.tokens).isEmpty();
				journal.job.heard.add("not ready, leader: " + leadership.isLeader() + ", granted by the node: "
						+ (node.leadership() != null));
			};
		}

	}

	static class Final {

		@LeaderOnly
		public final void run() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ TestMachine.class, Final.class })
	static class Guarded {

	}

}
