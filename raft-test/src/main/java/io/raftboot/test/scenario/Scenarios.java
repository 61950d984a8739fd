package io.raftboot.test.scenario;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;

/**
 * Directories of scripts, as tests of JUnit or from the command line: <pre>{@code
 * &#64;TestFactory
 * Stream<DynamicTest> scenarios() {
 *     return Scenarios.in(Path.of("src/test/scenarios"));
 * }}</pre>
 */
public final class Scenarios {

	private Scenarios() {
	}

	/** A test for each {@code *.scenario} file in this directory, by name. */
	public static Stream<DynamicTest> in(Path directory) {
		return files(directory).stream()
			.map((file) -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()).replaceAll("\\.scenario$", ""),
					file.toUri(), () -> Scenario.read(file).run()));
	}

	/**
	 * Runs the scripts named, or all of a directory, and exits with 1 if one fails.
	 * @param arguments files and directories
	 */
	public static void main(String[] arguments) {
		System.exit(run(arguments, System.out) ? 0 : 1);
	}

	/** Runs scripts and tells how each came out; whether all came out well. */
	static boolean run(String[] arguments, PrintStream out) {
		int failed = 0;
		int run = 0;
		for (String argument : arguments) {
			Path path = Path.of(argument);
			for (Path file : Files.isDirectory(path) ? files(path) : List.of(path)) {
				run++;
				try {
					Scenario.read(file).run();
				}
				catch (ScenarioFailure | ScenarioSyntaxException ex) {
					failed++;
					out.println("FAILED " + ex.getMessage());
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}
		}
		out.println(run + " scripts run, " + failed + " failed");
		return failed == 0;
	}

	private static List<Path> files(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.toString().endsWith(".scenario")).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
