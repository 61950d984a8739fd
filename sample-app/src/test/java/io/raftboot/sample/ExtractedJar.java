package io.raftboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample's jar taken apart, with an archive of the classes that a start needs, made
 * once per JVM of tests: nodes start with half the CPU time, of which a suite of
 * processes has most. {@link ClusterScriptIT} starts the jar itself.
 */
final class ExtractedJar {

	private static final Path JAR = Path.of("target", "sample-app.jar").toAbsolutePath();

	private static final Path DIRECTORY = Path.of("target", "it", "extracted").toAbsolutePath();

	private static final Path CLASSES = DIRECTORY.resolve("classes.jsa");

	/** What the archive depends on is the same when it is made and when it is used. */
	private static final List<String> JVM = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

	private static final List<String> COMMAND = extract();

	private ExtractedJar() {
	}

	/** Begin of a command that starts a node. */
	static List<String> command() {
		return COMMAND;
	}

	private static List<String> extract() {
		try {
			FileSystemUtils.deleteRecursively(DIRECTORY);
			Files.createDirectories(DIRECTORY);
			run("-Djarmode=tools", "-jar", JAR.toString(), "extract", "--force", "--destination", DIRECTORY.toString());
			String jar = DIRECTORY.resolve(JAR.getFileName()).toString();
			run("-XX:ArchiveClassesAtExit=" + CLASSES, "-Dspring.context.exit=onRefresh", "-jar", jar,
					"--server.port=0", "--raft.bind=127.0.0.1:" + FreePorts.next(),
					"--raft.data-dir=" + DIRECTORY.resolve("data"));
			return command("-XX:SharedArchiveFile=" + CLASSES, "-jar", jar);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void run(String... arguments) throws IOException {
		Path output = DIRECTORY.resolveSibling("extracted.log");
		Process process = new ProcessBuilder(command(arguments)).redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", List.of(arguments)).isTrue();
			assertThat(process.exitValue()).as(() -> read(output)).isZero();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted", ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static List<String> command(String... arguments) {
		List<String> command = new ArrayList<>(JVM);
		command.addAll(List.of(arguments));
		return List.copyOf(command);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
