package io.raftboot.benchmarks.compare;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.raftboot.benchmarks.cluster.JavaCommand;

/**
 * A JVM with the class path of some engine that runs one mode of this program, is asked
 * in lines and answers in lines. What the engine says on its standard error goes to ours.
 * For one thread.
 */
public final class EngineProcess implements AutoCloseable {

	/** What an answer begins with; engines may print too. */
	public static final String ANSWER = "ANSWER\t";

	/** Behind the last line of a process that has ended. */
	private static final String END = "END";

	private final Process process;

	private final BufferedWriter questions;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final Thread reader;

	private EngineProcess(Process process) {
		this.process = process;
		this.questions = process.outputWriter(StandardCharsets.UTF_8);
		this.reader = new Thread(this::read, "answers");
		this.reader.start();
	}

	public static EngineProcess start(String classPath, Class<?> main, List<String> arguments) throws IOException {
		return new EngineProcess(new ProcessBuilder(JavaCommand.of(classPath, main, arguments))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start());
	}

	/**
	 * Runs one to its end, without a question.
	 * @return its answers, those before a failure too
	 * @throws TimeoutException if it had to be killed
	 */
	public static List<String> run(String classPath, Class<?> main, List<String> arguments, Duration timeout)
			throws IOException, InterruptedException, TimeoutException {
		try (EngineProcess process = start(classPath, main, arguments)) {
			process.questions.close();
			if (!process.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new TimeoutException("No end after " + timeout.toSeconds() + " s");
			}
			process.reader.join();
			List<String> answers = new ArrayList<>(process.answers);
			answers.remove(END);
			return answers;
		}
	}

	/**
	 * The answer to a question.
	 * @throws IOException if the process has ended
	 * @throws TimeoutException if there was none in this time
	 */
	public String ask(String question, Duration timeout) throws IOException, InterruptedException, TimeoutException {
		this.questions.write(question);
		this.questions.newLine();
		this.questions.flush();
		return answer(timeout);
	}

	/**
	 * The next answer, asked for or not.
	 * @throws IOException if the process has ended
	 * @throws TimeoutException if there was none in this time
	 */
	public String answer(Duration timeout) throws IOException, InterruptedException, TimeoutException {
		String answer = this.answers.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
		if (answer == null) {
			throw new TimeoutException("No answer after " + timeout.toSeconds() + " s");
		}
		if (answer.equals(END)) {
			throw new IOException("its process ended");
		}
		return answer;
	}

	/** Kills it if it has not ended. */
	@Override
	public void close() throws InterruptedException {
		this.process.destroyForcibly();
		this.process.waitFor();
		this.reader.join();
	}

	private void read() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith(ANSWER)) {
					this.answers.add(line.substring(ANSWER.length()));
				}
			}
		}
		catch (IOException ex) {
			// It was killed.
		}
		finally {
			this.answers.add(END);
		}
	}

}
