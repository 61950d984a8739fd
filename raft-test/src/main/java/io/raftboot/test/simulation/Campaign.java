package io.raftboot.test.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

	private long limitNanos = Long.MAX_VALUE;

	private final List<Worker> workers = new ArrayList<>();

	private boolean stuck;

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

	/**
	 * A seed that takes longer counts as failed and ends the campaign: nothing can stop
	 * the thread that runs it.
	 */
	public void limit(Duration ofSeed) {
		this.limitNanos = ofSeed.toNanos();
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
		for (int i = 0; i < this.threads; i++) {
			Worker worker = new Worker(next, first + count, i);
			this.workers.add(worker);
			worker.start();
		}
		this.workers.forEach(this::join);
		writeHashes();
		return summary();
	}

	private synchronized boolean isOver() {
		return this.stuck || (this.untilFailure && this.failures > 0);
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

	private void join(Worker worker) {
		try {
			while (worker.isAlive() && !isStuck()) {
				worker.join(500);
				this.workers.forEach(this::checkTime);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while seeds run", ex);
		}
	}

	private synchronized boolean isStuck() {
		return this.stuck;
	}

	private void checkTime(Worker worker) {
		long seed = worker.seed;
		if (seed >= 0 && System.nanoTime() - worker.sinceNanos > this.limitNanos && !isStuck()) {
			StackTraceElement[] where = worker.getStackTrace();
			synchronized (this) {
				this.stuck = true;
			}
			BrokenLaw endless = new BrokenLaw("The run does not end");
			endless.setStackTrace(where);
			failed(new SimulationFailure(seed, endless, ""));
		}
	}

	/** Runs one seed after the other. */
	private final class Worker extends Thread {

		private final AtomicLong next;

		private final long end;

		private volatile long seed = -1;

		private volatile long sinceNanos;

		Worker(AtomicLong next, long end, int number) {
			super("simulation-" + number);
			this.next = next;
			this.end = end;
			setDaemon(true);
		}

		@Override
		public void run() {
			for (long at = this.next.getAndIncrement(); at < this.end && !isOver(); at = this.next.getAndIncrement()) {
				this.sinceNanos = System.nanoTime();
				this.seed = at;
				try {
					done(Campaign.this.simulation.run(at));
				}
				catch (SimulationFailure ex) {
					failed(ex);
				}
				this.seed = -1;
			}
		}

	}

}
