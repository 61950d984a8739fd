package io.raftboot.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.raftboot.benchmarks.cluster.JavaCommand;

/**
 * A JVM with the class path of some engine that runs one mode of this program and answers
 * in lines. What the engine says on its standard error goes to ours.
 */
public final class EngineProcess {

	/** What an answer begins with; engines may print too. */
	public static final String ANSWER = "ANSWER\t";

	private EngineProcess() {
	}

	/**
	 * Runs it to its end.
	 * @return its answers, those before a failure too
	 * @throws TimeoutException if it had to be killed
	 */
	public static List<String> run(String classPath, Class<?> main, List<String> arguments, Duration timeout)
			throws IOException, InterruptedException, TimeoutException {
		Process process = new ProcessBuilder(JavaCommand.of(classPath, main, arguments))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		List<String> answers = new ArrayList<>();
		Thread reader = new Thread(() -> read(process, answers), "answers");
		reader.start();
		try {
			if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new TimeoutException("No end after " + timeout.toSeconds() + " s");
			}
		}
		finally {
			process.destroyForcibly();
			reader.join();
		}
		return answers;
	}

	private static void read(Process process, List<String> answers) {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith(ANSWER)) {
					answers.add(line.substring(ANSWER.length()));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
