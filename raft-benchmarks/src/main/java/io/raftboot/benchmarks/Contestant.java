package io.raftboot.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

import io.raftboot.benchmarks.compare.EngineClassPath;
import io.raftboot.benchmarks.compare.EngineProcess;
import io.raftboot.benchmarks.compare.Outcome;
import io.raftboot.benchmarks.compare.Workload;
import org.jspecify.annotations.Nullable;

/**
 * An engine that is compared, in a JVM that lives as long as the comparison, so that all
 * its rounds but the first find compiled code. One that ends or does not answer is
 * replaced.
 */
final class Contestant implements AutoCloseable {

	private static final Duration WARM_UP_TIMEOUT = Duration.ofMinutes(5);

	private final NamedEngine engine;

	private final EngineClassPath place;

	private final List<String> arguments;

	private @Nullable EngineProcess process;

	/**
	 * An engine that was not started yet.
	 * @param arguments of {@link CellsMode}
	 */
	Contestant(NamedEngine engine, EngineClassPath place, List<String> arguments) {
		this.engine = engine;
		this.place = place;
		this.arguments = arguments;
	}

	String name() {
		return this.engine.name();
	}

	/** What it did; what has no outcome is void. */
	Outcome measure(Workload workload) throws InterruptedException {
		try {
			return Outcome.parse(warm().ask(workload.toWord(), workload.timeout()));
		}
		catch (IOException | TimeoutException ex) {
			close();
			return Outcome.none(workload, String.valueOf(ex.getMessage()));
		}
	}

	/** Starts it and warms it up, unless it runs. */
	private EngineProcess warm() throws IOException, InterruptedException, TimeoutException {
		EngineProcess running = this.process;
		if (running == null) {
			running = EngineProcess.start(this.place.classPath(), BenchmarkMain.class, this.arguments);
			this.process = running;
			running.answer(WARM_UP_TIMEOUT);
		}
		return running;
	}

	@Override
	public void close() throws InterruptedException {
		if (this.process != null) {
			this.process.close();
			this.process = null;
		}
	}

}
