package io.raftboot.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code cluster.sh} from start to stop. */
class ClusterScriptIT {

	private static final Path DIRECTORY = Path.of("target", "it", "script").toAbsolutePath();

	@BeforeEach
	void beginAnew() throws IOException {
		FileSystemUtils.deleteRecursively(DIRECTORY);
	}

	@AfterEach
	void leaveNothingRunning() throws Exception {
		run("stop");
	}

	@Test
	void startsKillsRestartsJoinsRemovesAndStops() throws Exception {
		assertThat(run("status").exitCode()).isNotZero();
		Run started = run("start", "3");
		assertThat(started.exitCode()).as(started.output()).isZero();
		assertThat(started.output()).contains("/actuator/raft")
			.containsPattern("n1 +\\d+ .* (LEADER|FOLLOWER) +\\d+ n\\d");
		int leader = leader(started.output());
		assertThat(run("start").exitCode()).isNotZero();

		HttpApi api = new HttpApi(httpPort(leader % 3 + 1));
		assertThat(api.send("PUT", "/kv/a", HttpApi.json("value", "v")).status()).isEqualTo(200);
		long pid = pid(leader);
		Run killed = run("kill", String.valueOf(leader));
		assertThat(killed.output()).containsPattern("n" + leader + " .*DOWN");
		// It may be left as a zombie, which has no command line any more
		assertThat(ProcessHandle.of(pid).flatMap((process) -> process.info().commandLine())).isEmpty();
		assertThat(run("kill", String.valueOf(leader)).exitCode()).isNotZero();

		Run restarted = run("restart", String.valueOf(leader));
		assertThat(restarted.exitCode()).as(restarted.output()).isZero();
		assertThat(restarted.output()).doesNotContain("DOWN");
		assertThat(new HttpApi(httpPort(leader)).send("GET", "/kv/a", null).value()).isEqualTo("v");

		Run joined = run("join", "n4");
		assertThat(joined.exitCode()).as(joined.output()).isZero();
		assertThat(joined.output()).containsPattern("n4 +\\d+ .* FOLLOWER ");
		assertThat(new HttpApi(httpPort(4)).send("GET", "/kv/a", null).value()).isEqualTo("v");
		assertThat(run("join", "n4").exitCode()).isNotZero();
		leader = leader(joined.output());
		Run removed = run("remove", "n" + leader);
		assertThat(removed.exitCode()).as(removed.output()).isZero();
		assertThat(removed.output()).doesNotContain("\nn" + leader + " ");
		assertThat(new HttpApi(httpPort(4)).send("GET", "/kv/a", null).value()).isEqualTo("v");

		Run stopped = run("stop");
		assertThat(stopped.output().lines().filter((line) -> line.endsWith("DOWN"))).hasSize(3);
	}

	@Test
	void leavesOtherProcessesAlone() throws Exception {
		Files.createDirectories(DIRECTORY.resolve("n1"));
		Files.writeString(DIRECTORY.resolve("n1/ports"), "1 2\n");
		Process other = new ProcessBuilder("sleep", "60").start();
		try {
			Files.writeString(DIRECTORY.resolve("n1/pid"), other.pid() + "\n");
			assertThat(run("kill", "1").output()).contains("n1 does not run");
			run("stop");
			assertThat(other.isAlive()).isTrue();
		}
		finally {
			other.destroyForcibly();
		}
	}

	private static int leader(String table) {
		return table.lines()
			.filter((line) -> line.matches("n\\d .* LEADER .*"))
			.mapToInt((line) -> Integer.parseInt(line.substring(1, 2)))
			.findFirst()
			.orElseThrow();
	}

	private static int httpPort(int node) throws IOException {
		return Integer.parseInt(Files.readString(DIRECTORY.resolve("n" + node + "/ports")).split(" ")[0]);
	}

	private static long pid(int node) throws IOException {
		return Long.parseLong(Files.readString(DIRECTORY.resolve("n" + node + "/pid")).strip());
	}

	private static Run run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("bash", "cluster.sh"));
		command.addAll(List.of(arguments));
		Path output = Files.createTempFile(Files.createDirectories(DIRECTORY.getParent()), "script", ".out");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().put("CLUSTER_DIR", DIRECTORY.toString());
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		Process process = builder.start();
		try {
			assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
			return new Run(process.exitValue(), Files.readString(output));
		}
		finally {
			process.destroyForcibly();
			Files.delete(output);
		}
	}

	private record Run(int exitCode, String output) {
	}

}
