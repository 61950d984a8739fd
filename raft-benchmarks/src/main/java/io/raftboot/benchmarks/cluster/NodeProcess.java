package io.raftboot.benchmarks.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.node.RaftNode;

/**
 * A node in a JVM of its own, with the same options as this one. It says how far it is
 * whenever it is sent a line, and closes when it is sent no more.
 */
final class NodeProcess {

	private static final String READY = "ready";

	private final Process process;

	private final BufferedReader answers;

	private NodeProcess(Process process) {
		this.process = process;
		this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/** Starts the process; its node may still be starting then. */
	static NodeProcess start(NodeSettings settings) throws IOException {
		List<String> command = JavaCommand.of(System.getProperty("java.class.path"), NodeProcess.class,
				settings.toArguments());
		return new NodeProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	/** Waits until the node runs. */
	void awaitReady() {
		if (!READY.equals(answer())) {
			throw new IllegalStateException("The node did not start");
		}
	}

	synchronized NodeView view() {
		try {
			OutputStream questions = this.process.getOutputStream();
			questions.write('\n');
			questions.flush();
			return NodeView.parse(answer());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String answer() {
		try {
			String line = this.answers.readLine();
			if (line == null) {
				throw new IllegalStateException("The node's process ended");
			}
			return line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Closes the node and waits for the end of its process. */
	synchronized void close() {
		try {
			this.process.getOutputStream().close();
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			this.process.destroyForcibly();
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	/** The process itself. */
	public static void main(String[] arguments) throws IOException {
		try (RaftNode node = NodeSettings.parse(arguments).start(new AppliedOperations())) {
			System.out.println(READY);
			for (int read = System.in.read(); read >= 0; read = System.in.read()) {
				System.out.println(NodeView.of(node.status()).toLine());
			}
		}
		System.exit(0);
	}

}
