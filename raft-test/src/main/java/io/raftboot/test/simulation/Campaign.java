package io.raftboot.test.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Runs many seeds of a simulation, several at a time: each run has one thread. */
public final class Campaign {

	private final Simulation simulation;

	private final int threads;

	private final Coverage coverage = new Coverage();

	private final List<Long> events = new ArrayList<>();

	private final List<Long> operations = new ArrayList<>();

	private final TreeMap<Long, Long> hashes = new TreeMap<>();

	private double simulatedSeconds;

	private long failures;

	private long startNanos;

	private Consumer<SimulationFailure> onFailure = (failure) -> {
	};

	private @Nullable Path hashFile;

	private boolean untilFailure;

	private long reportNanos = Long.MAX_VALUE;

	private long reportedNanos;

	private Consumer<CampaignSummary> onReport = (summary) -> {
	};

	public Campaign(Simulation simulation, int threads) {
		this.simulation = simulation;
		this.threads = threads;
	}

	/** Told of each seed that fails, by one thread at a time. */
	public void onFailure(Consumer<SimulationFailure> told) {
		this.onFailure = told;
	}

	/** Ends with the first seed that fails. */
	public void untilFailure() {
		this.untilFailure = true;
	}

	/** Writes a line of seed and hash for each run that went well. */
	public void hashesTo(Path file) {
		this.hashFile = file;
	}

	/** Told how far it is, now and then. */
	public void reportEvery(int seconds, Consumer<CampaignSummary> told) {
		this.reportNanos = seconds * 1_000_000_000L;
		this.onReport = told;
	}

	/** Runs so many seeds from the first one on. */
	public CampaignSummary run(long first, long count) {
		this.startNanos = System.nanoTime();
		this.reportedNanos = this.startNanos;
		AtomicLong next = new AtomicLong(first);
		List<Thread> workers = new ArrayList<>();
		for (int i = 0; i < this.threads; i++) {
			Thread worker = new Thread(() -> work(next, first + count), "simulation-" + i);
			workers.add(worker);
			worker.start();
		}
		for (Thread worker : workers) {
			join(worker);
		}
		writeHashes();
		return summary();
	}

	private void work(AtomicLong next, long end) {
		for (long seed = next.getAndIncrement(); seed < end && !isOver(); seed = next.getAndIncrement()) {
			try {
				done(this.simulation.run(seed));
			}
			catch (SimulationFailure ex) {
				failed(ex);
			}
		}
	}

	private synchronized boolean isOver() {
		return this.untilFailure && this.failures > 0;
	}

	private synchronized void done(SimulationReport report) {
		this.coverage.add(report.coverage());
		this.events.add(report.events());
		this.operations.add(report.operations());
		this.simulatedSeconds += report.simulatedNanos() / 1e9;
		if (this.hashFile != null) {
			this.hashes.put(report.seed(), report.hash());
		}
		long now = System.nanoTime();
		if (now - this.reportedNanos >= this.reportNanos) {
			this.reportedNanos = now;
			this.onReport.accept(summary());
		}
	}

	private synchronized void failed(SimulationFailure failure) {
		this.failures++;
		this.onFailure.accept(failure);
	}

	private synchronized CampaignSummary summary() {
		return new CampaignSummary(this.events.size() + this.failures, this.failures,
				this.events.stream().mapToLong(Long::longValue).sorted().toArray(),
				this.operations.stream().mapToLong(Long::longValue).sorted().toArray(), this.simulatedSeconds,
				(System.nanoTime() - this.startNanos) / 1e9, this.coverage);
	}

	private void writeHashes() {
		if (this.hashFile == null) {
			return;
		}
		StringBuilder lines = new StringBuilder();
		this.hashes.forEach((seed, hash) -> lines.append(seed).append(' ').append(Long.toHexString(hash)).append('\n'));
		try {
			Files.writeString(this.hashFile, lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void join(Thread worker) {
		try {
			worker.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while seeds run", ex);
		}
	}

}
