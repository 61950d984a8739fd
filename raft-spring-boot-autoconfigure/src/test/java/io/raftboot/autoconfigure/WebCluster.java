package io.raftboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedService;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Web applications with real nodes over loopback in one JVM. Of the first members only n1
 * campaigns by itself, so that it leads until leadership is handed on.
 */
final class WebCluster implements AutoCloseable {

	private static final HttpClient client = HttpClient.newHttpClient();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private final List<Integer> raftPorts = new ArrayList<>();

	private final Path directory;

	private final List<String> settings;

	WebCluster(Path directory, int size, String... settings) throws IOException {
		this.directory = directory;
		this.settings = List.of(settings);
		List<ServerSocket> sockets = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			sockets.add(new ServerSocket(0));
			this.raftPorts.add(sockets.get(i).getLocalPort());
		}
		for (ServerSocket socket : sockets) {
			socket.close();
		}
		String peers = String.join(",",
				IntStream.range(0, size).mapToObj((i) -> "n" + (i + 1) + "@" + address(i)).toList());
		for (int i = 0; i < size; i++) {
			run(i, "--raft.peers=" + peers, "--raft.election-priority=" + ((i == 0) ? 100 : 0));
		}
		awaitAll((status) -> status.leader() != null && status.isCaughtUp());
	}

	/** Starts one more node, which joins. */
	int join() throws IOException {
		int i = this.contexts.size();
		try (ServerSocket socket = new ServerSocket(0)) {
			this.raftPorts.add(socket.getLocalPort());
		}
		run(i, "--raft.join=true", "--raft.peers=n1@" + address(0), "--raft.bind=" + address(i));
		return i;
	}

	/** The port of a node that is to join later. */
	String reserveAddress() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			this.raftPorts.add(socket.getLocalPort());
		}
		return address(this.raftPorts.size() - 1);
	}

	String address(int i) {
		return "127.0.0.1:" + this.raftPorts.get(i);
	}

	private void run(int i, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(this.settings);
		all.add("--raft.node-id=n" + (i + 1));
		all.add("--raft.data-dir=" + this.directory.resolve("n" + (i + 1)));
		all.add("--server.port=0");
		all.add("--management.endpoints.web.exposure.include=health,raft");
		all.add("--raft.health.max-fsync-time=0"); // so busy may the disk of a build be
		this.contexts
			.add(new SpringApplicationBuilder(Application.class).logStartupInfo(false).run(all.toArray(String[]::new)));
	}

	ConfigurableApplicationContext context(int i) {
		return this.contexts.get(i);
	}

	RaftNode node(int i) {
		return this.contexts.get(i).getBean(RaftNode.class);
	}

	RaftStatus status(int i) {
		return node(i).status();
	}

	long submit(int i, String command) {
		return this.contexts.get(i).getBean(RaftOperations.class).<Long>submitAndWait(command);
	}

	void await(int i, Predicate<RaftStatus> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> condition.test(status(i)));
	}

	void awaitAll(Predicate<RaftStatus> condition) {
		for (int i = 0; i < this.contexts.size(); i++) {
			await(i, condition);
		}
	}

	HttpResponse<String> get(int i, String path) throws IOException, InterruptedException {
		return client.send(HttpRequest.newBuilder(uri(i, path)).build(), BodyHandlers.ofString());
	}

	HttpResponse<String> post(int i, String path, String body) throws IOException, InterruptedException {
		return post(i, path, body, "application/json");
	}

	HttpResponse<String> post(int i, String path, String body, String contentType)
			throws IOException, InterruptedException {
		return client.send(HttpRequest.newBuilder(uri(i, path))
			.header("Content-Type", contentType)
			.POST(BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	private URI uri(int i, String path) {
		return URI.create("http://127.0.0.1:" + port(i) + "/actuator/" + path);
	}

	/** Of its web server. */
	int port(int i) {
		return ((WebServerApplicationContext) this.contexts.get(i)).getWebServer().getPort();
	}

	static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	@Override
	public void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	/** Counts commands; its state is that number. */
	@RaftStateMachine("counter")
	static class Counter implements ReplicatedService<String, Long> {

		final AtomicLong count = new AtomicLong();

		@Override
		public Long commit(String command, CommitContext context) {
			return this.count.incrementAndGet();
		}

		@Override
		public Snapshot snapshot() {
			long counted = this.count.get();
			return (out) -> out.write(JsonMapper.shared().writeValueAsBytes(counted));
		}

		@Override
		public void reset(long index, InputStream in) {
			this.count.set(JsonMapper.shared().readValue(in, Long.class));
		}

		@Override
		public @Nullable Long digest() {
			return this.count.get();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Counter.class)
	static class Application {

	}

}
