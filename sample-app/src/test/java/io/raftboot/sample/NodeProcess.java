package io.raftboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.FileSystemUtils;

/**
 * One node of the sample in a JVM of its own, which can be killed and started again with
 * the same data and ports. All it prints goes to {@code node.log} in its directory.
 */
final class NodeProcess {

	private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(2);

	private final String id;

	private final int httpPort;

	private final int raftPort;

	private final Path directory;

	/** What it is started with, but for the settings that every node has. */
	private final List<String> settings;

	private final HttpApi api;

	private @Nullable Process process;

	/**
	 * @param settings more settings, as {@code --name=value}
	 */
	NodeProcess(String id, int httpPort, int raftPort, Path directory, List<String> settings) {
		this.id = id;
		this.httpPort = httpPort;
		this.raftPort = raftPort;
		this.directory = directory;
		this.settings = List.copyOf(settings);
		this.api = new HttpApi(httpPort);
	}

	String id() {
		return this.id;
	}

	int httpPort() {
		return this.httpPort;
	}

	int raftPort() {
		return this.raftPort;
	}

	/** Its entry in a list of peers. */
	String peer() {
		return this.id + "@127.0.0.1:" + this.raftPort;
	}

	HttpApi api() {
		return this.api;
	}

	Path dataDirectory() {
		return this.directory.resolve("data");
	}

	/** Starts the JVM; does not wait for it. More settings win over the usual ones. */
	void start(String... settings) {
		startWith(List.of(), settings);
	}

	/** The same with options for the JVM. */
	void startWith(List<String> jvmOptions, String... settings) {
		if (isAlive()) {
			throw new IllegalStateException(this.id + " runs already");
		}
		List<String> command = new ArrayList<>(ExtractedJar.command());
		command.addAll(1, jvmOptions);
		settings(settings).forEach((name, value) -> command.add(name + "=" + value));
		try {
			Files.createDirectories(this.directory);
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Map<String, String> settings(String... latest) {
		Map<String, String> settings = new LinkedHashMap<>();
		settings.put("--server.address", "127.0.0.1");
		settings.put("--server.port", String.valueOf(this.httpPort));
		settings.put("--raft.node-id", this.id);
		settings.put("--raft.data-dir", dataDirectory().toString());
		List<String> more = new ArrayList<>(this.settings);
		more.addAll(List.of(latest));
		for (String setting : more) {
			int equals = setting.indexOf('=');
			settings.put(setting.substring(0, equals), setting.substring(equals + 1));
		}
		return settings;
	}

	/** SIGKILL. Returns when the process is gone. */
	void kill() {
		if (this.process != null) {
			this.process.destroyForcibly();
			exitCode(Duration.ofSeconds(10));
		}
	}

	/** SIGTERM. Does not wait. */
	void terminate() {
		if (this.process != null) {
			this.process.destroy();
		}
	}

	/** SIGSTOP: nothing of it runs until {@link #resume}; its clock and sockets go on. */
	void pause() {
		signal("STOP");
	}

	/** SIGCONT. */
	void resume() {
		signal("CONT");
	}

	private void signal(String name) {
		if (this.process == null) {
			throw new IllegalStateException(this.id + " was never started");
		}
		try {
			Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).inheritIO()
				.start();
			if (kill.waitFor() != 0) {
				throw new AssertionError("SIG" + name + " did not reach " + this);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted", ex);
		}
	}

	/** Waits for the end of the process. */
	int exitCode(Duration timeout) {
		if (this.process == null) {
			throw new IllegalStateException(this.id + " was never started");
		}
		try {
			if (!this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError(this.id + " still runs after " + timeout);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted", ex);
		}
		return this.process.exitValue();
	}

	boolean isAlive() {
		return this.process != null && this.process.isAlive();
	}

	Path log() {
		return this.directory.resolve("node.log");
	}

	String output() {
		try {
			return Files.exists(log()) ? Files.readString(log()) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What {@code /actuator/raft} says, empty while it does not answer. */
	Optional<JsonNode> status() {
		if (!isAlive()) {
			return Optional.empty();
		}
		try {
			HttpApi.Answer answer = this.api.trySend("GET", "/actuator/raft", null, STATUS_TIMEOUT);
			return (answer.status() == 200) ? Optional.of(answer.json()) : Optional.empty();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/** The leader this node knows. */
	@Nullable String leader() {
		return status().map((status) -> status.get("leader"))
			.filter(JsonNode::isString)
			.map(JsonNode::stringValue)
			.orElse(null);
	}

	/**
	 * An entry of {@code index}, -1 while the node does not answer or does not have it.
	 */
	long index(String name) {
		return status().map((status) -> status.get("index").get(name).asLong(-1L)).orElse(-1L);
	}

	/**
	 * Ids of the voters as this node knows them, empty on a change or without an answer.
	 */
	Set<String> voters() {
		return status().map((status) -> status.get("configuration"))
			.filter((configuration) -> configuration.get("state").stringValue().equals("STABLE"))
			.map((configuration) -> configuration.get("voters").valueStream().map(JsonNode::stringValue))
			.orElse(Stream.empty())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/** Removes all that a stopped node has kept. */
	void wipe() {
		try {
			FileSystemUtils.deleteRecursively(dataDirectory());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.id + " (http " + this.httpPort + ", raft " + this.raftPort + ", " + this.directory + ")";
	}

}
