package io.raftboot.autoconfigure;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.raftboot.actuate.RaftEndpoint;
import io.raftboot.actuate.RaftHealthIndicator;
import io.raftboot.actuate.RaftView;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommandRejectedException;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.spring.RaftLeaderChangedEvent;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.RaftRoleChangedEvent;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Whole applications with real nodes. */
@ExtendWith(OutputCaptureExtension.class)
class RaftApplicationTests {

	@TempDir
	Path directory;

	@Test
	void anApplicationWithoutConfigurationIsANodeOnItsOwn(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run("--raft.data-dir=" + this.directory)) {
			RaftOperations raft = awaitLeader(context);
			Optional<String> previous = raft.submitAndWait(new Put("k", "v", Instant.EPOCH));
			assertThat(previous).isEmpty();
			Optional<String> again = raft.submitAndWait(new Put("k", "w", Instant.EPOCH), Duration.ofSeconds(5));
			assertThat(again).contains("v");
			Store store = context.getBean(Store.class);
			assertThat(raft.queryAndWait(Consistency.LINEARIZABLE, () -> store.find("k"))).isEqualTo("w");
			assertThat(raft.query(Consistency.LOCAL, () -> store.find("k"))).succeedsWithin(Duration.ofSeconds(5))
				.isEqualTo("w");
			assertThat(output).containsOnlyOnce("standalone, not replicated");
		}
	}

	@Test
	void commandsAreProcessedOnTheLeaderAndFailuresAreTyped() {
		try (ConfigurableApplicationContext context = run("--raft.data-dir=" + this.directory)) {
			RaftOperations raft = awaitLeader(context);
			raft.submitAndWait(new Put("k", "v", null));
			assertThat(context.getBean(Store.class).times.get("k")).isNotNull();
			assertThatExceptionOfType(CommandRejectedException.class)
				.isThrownBy(() -> raft.submitAndWait(new Put("", "v", null)));
			assertThatExceptionOfType(CommandFailedException.class)
				.isThrownBy(() -> raft.submitAndWait(new Delete("?")))
				.satisfies((ex) -> assertThat(ex.type()).isEqualTo(IllegalStateException.class.getName()));
			Optional<String> still = raft.submitAndWait(new Delete("k"));
			assertThat(still).contains("v");
		}
	}

	@Test
	void stateSurvivesARestart() {
		try (ConfigurableApplicationContext context = run("--raft.data-dir=" + this.directory)) {
			awaitLeader(context).submitAndWait(new Put("k", "v", Instant.EPOCH));
		}
		assertThat(this.directory).isNotEmptyDirectory();
		try (ConfigurableApplicationContext context = run("--raft.data-dir=" + this.directory)) {
			Store store = context.getBean(Store.class);
			assertThat(awaitLeader(context).queryAndWait(Consistency.LINEARIZABLE, () -> store.find("k")))
				.isEqualTo("v");
		}
	}

	@Test
	void endpointAndHealthShowTheNode() {
		try (ConfigurableApplicationContext context = run("--raft.data-dir=" + this.directory, "--raft.node-id=n1",
				"--management.endpoints.web.exposure.include=raft")) {
			awaitLeader(context);
			RaftHealthIndicator health = context.getBean(RaftHealthIndicator.class);
			await().untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
			RaftView view = context.getBean(RaftEndpoint.class).raft();
			assertThat(view.role()).isEqualTo("LEADER");
			assertThat(view.leader()).isEqualTo("n1");
			assertThat(view.healthy()).isTrue();
			assertThat(view.failureTolerance()).isZero();
			assertThat(view.clusterId()).isNotNull();
			assertThat(view.storage().type()).isEqualTo("FILE");
			assertThat(view.peers()).singleElement().satisfies((self) -> assertThat(self.self()).isTrue());
			context.getBean(RaftNode.class).close();
			assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(context.getBean(RaftEndpoint.class).raft().role()).isEqualTo("STOPPED");
		}
	}

	@Test
	void eventsComeInOrderOnceTheApplicationIsReadyAndNotOnTheLoop() throws InterruptedException {
		try (ConfigurableApplicationContext context = run("--raft.data-dir=" + this.directory, "--raft.node-id=n1")) {
			Events events = context.getBean(Events.class);
			List<Object> seen = new ArrayList<>();
			for (Object event = events.next(); event != null; event = events.next()) {
				seen.add(event);
				if (event instanceof RaftLeaderChangedEvent changed && changed.isLocal()) {
					break;
				}
			}
			assertThat(seen.get(0)).isInstanceOf(ApplicationReadyEvent.class);
			assertThat(seen).anySatisfy((event) -> assertThat(event).isInstanceOfSatisfying(RaftRoleChangedEvent.class,
					(role) -> assertThat(role.role()).isEqualTo(Role.LEADER)));
			assertThat(events.threads).doesNotContain("raft-n1");
		}
	}

	@Test
	void threeApplicationsReplicate() throws Exception {
		List<ConfigurableApplicationContext> contexts = cluster();
		try {
			for (ConfigurableApplicationContext context : contexts) {
				RaftOperations raft = awaitLeader(context);
				String id = context.getBean(RaftNode.class).status().nodeId().value();
				raft.submitAndWait(new Put(id, "from " + id, Instant.EPOCH));
				Store store = context.getBean(Store.class);
				assertThat(store.find(id)).isEqualTo("from " + id);
			}
			for (ConfigurableApplicationContext context : contexts) {
				Store store = context.getBean(Store.class);
				RaftOperations raft = context.getBean(RaftOperations.class);
				assertThat(raft.queryAndWait(Consistency.LINEARIZABLE, store::all)).containsOnlyKeys("n1", "n2", "n3");
			}
		}
		finally {
			contexts.forEach(ConfigurableApplicationContext::close);
		}
	}

	@Test
	void aNodeThePeersDoNotNameSaysSo(CapturedOutput output) {
		assertFails("--raft.node-id=n9", "--raft.peers=n1@127.0.0.1:7401,n2@127.0.0.1:7402");
		assertThat(output).contains("does not name this node, n9")
			.contains("Set raft.node-id to one of the ids in raft.peers");
	}

	@Test
	void aDirectoryInUseSaysSo(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run("--raft.data-dir=" + this.directory, "--raft.node-id=n1")) {
			assertThat(context.isRunning()).isTrue();
			assertFails("--raft.data-dir=" + this.directory, "--raft.node-id=n1");
		}
		assertThat(output).contains("is in use by another node in this JVM").contains("Stop the other instance");
	}

	@Test
	void aDirectoryOfAnotherNodeSaysSo(CapturedOutput output) {
		run("--raft.data-dir=" + this.directory, "--raft.node-id=n1").close();
		assertFails("--raft.data-dir=" + this.directory, "--raft.node-id=n2");
		assertThat(output).contains("belongs to node n1, not n2").contains("Set raft.node-id to the id");
	}

	@Test
	void aDirectoryThatCannotBeMadeSaysSo(CapturedOutput output) throws Exception {
		Path file = Files.writeString(this.directory.resolve("file"), "x");
		assertFails("--raft.data-dir=" + file.resolve("below"));
		assertThat(output).contains("cannot be used").contains("Set raft.data-dir to a directory");
	}

	@Test
	void anAddressInUseSaysSo(CapturedOutput output) throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertFails("--raft.bind=127.0.0.1:" + socket.getLocalPort());
		}
		assertThat(output).contains("Cannot listen on 127.0.0.1:").contains("set raft.bind to a free address");
	}

	private void assertFails(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		if (all.stream().noneMatch((argument) -> argument.startsWith("--raft.data-dir"))) {
			all.add("--raft.data-dir=" + this.directory);
		}
		assertThatException().isThrownBy(() -> run(all.toArray(String[]::new)).close());
	}

	private List<ConfigurableApplicationContext> cluster() throws Exception {
		List<Integer> ports = freePorts(3);
		String peers = "n1@127.0.0.1:" + ports.get(0) + ",n2@127.0.0.1:" + ports.get(1) + ",n3@127.0.0.1:"
				+ ports.get(2);
		List<ConfigurableApplicationContext> contexts = new ArrayList<>();
		for (int i = 1; i <= 3; i++) {
			contexts.add(run("--raft.node-id=n" + i, "--raft.peers=" + peers,
					"--raft.data-dir=" + this.directory.resolve("n" + i)));
		}
		return contexts;
	}

	private static List<Integer> freePorts(int count) throws Exception {
		List<ServerSocket> sockets = new ArrayList<>();
		List<Integer> ports = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			ServerSocket socket = new ServerSocket(0);
			sockets.add(socket);
			ports.add(socket.getLocalPort());
		}
		for (ServerSocket socket : sockets) {
			socket.close();
		}
		return ports;
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run(arguments);
	}

	private static RaftOperations awaitLeader(ConfigurableApplicationContext context) {
		RaftNode node = context.getBean(RaftNode.class);
		await().atMost(Duration.ofSeconds(20)).until(() -> node.status().leader() != null && node.status().quorum());
		return context.getBean(RaftOperations.class);
	}

	sealed interface Command {

		String key();

	}

	record Put(String key, String value, @Nullable Instant time) implements Command {
	}

	record Delete(String key) implements Command {
	}

	@RaftStateMachine("store")
	static class Store implements ReplicatedService<Command, Optional<String>> {

		private final Map<String, String> values = new TreeMap<>();

		private final Map<String, Instant> times = new ConcurrentHashMap<>();

		@Override
		public Command process(Command command) {
			if (command.key().isEmpty()) {
				throw new IllegalArgumentException("The key is empty");
			}
			return (command instanceof Put put && put.time() == null) ? new Put(put.key(), put.value(), Instant.now())
					: command;
		}

		@Override
		public Optional<String> commit(Command command, CommitContext context) {
			if (command instanceof Put put) {
				this.times.put(put.key(), put.time());
				return Optional.ofNullable(this.values.put(put.key(), put.value()));
			}
			if (command.key().equals("?")) {
				throw new IllegalStateException("Nobody knows");
			}
			return Optional.ofNullable(this.values.remove(command.key()));
		}

		@Override
		public void reset(long index, InputStream in) {
			this.values.clear();
		}

		@Nullable String find(String key) {
			return this.values.get(key);
		}

		Map<String, String> all() {
			return Map.copyOf(this.values);
		}

	}

	static class Events {

		private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();

		private final List<String> threads = new ArrayList<>();

		@EventListener({ ApplicationReadyEvent.class, RaftLeaderChangedEvent.class, RaftRoleChangedEvent.class })
		void on(Object event) {
			this.threads.add(Thread.currentThread().getName());
			this.queue.add(event);
		}

		@Nullable Object next() throws InterruptedException {
			return this.queue.poll(10, TimeUnit.SECONDS);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Store.class, Events.class })
	static class Application {

	}

}
