package io.raftboot.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.cluster.NodeView;
import io.raftboot.benchmarks.cluster.ObservedCluster;
import io.raftboot.benchmarks.load.PacedLoad;
import io.raftboot.benchmarks.meter.Latencies;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Table;
import org.HdrHistogram.Histogram;

/**
 * The time from the start of a node that was away until it is up with the leader: what it
 * does, and the latency of the writes meanwhile, for each tenth of a second.
 */
final class ComingBack {

	private static final long PIECE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(5);

	private final ObservedCluster cluster;

	private final int leader;

	private final int away;

	private final PacedLoad load;

	private final List<Piece> pieces = new ArrayList<>();

	private long beganNanos;

	ComingBack(ObservedCluster cluster, int leader, int away, PacedLoad load) {
		this.cluster = cluster;
		this.leader = leader;
		this.away = away;
		this.load = load;
	}

	/** Starts the node and waits until it is back. */
	void run() {
		long firstIndex = this.cluster.running(this.leader).firstIndex();
		this.beganNanos = System.nanoTime();
		CompletableFuture<Void> start = CompletableFuture.runAsync(this::startNode);
		long pieceNanos = this.beganNanos;
		Step step = Step.START;
		while (step != Step.DONE) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
			long nowNanos = System.nanoTime();
			if (nowNanos - this.beganNanos > TIMEOUT_NANOS) {
				throw new IllegalStateException("The follower did not come back within five minutes");
			}
			if (start.isCompletedExceptionally()) {
				start.join();
			}
			Step next = step(firstIndex);
			if (next != step || nowNanos - pieceNanos >= PIECE_NANOS) {
				this.pieces.add(new Piece(step, pieceNanos - this.beganNanos, nowNanos - pieceNanos, this.load.take()));
				pieceNanos = nowNanos;
				step = next;
			}
		}
	}

	private void startNode() {
		try {
			this.cluster.startNode(this.away);
		}
		catch (Exception ex) {
			throw new IllegalStateException("The follower cannot be started", ex);
		}
	}

	private Step step(long firstIndex) {
		NodeView view = this.cluster.view(this.away);
		if (view == null) {
			return Step.START;
		}
		if (view.appliedIndex() < firstIndex) {
			return Step.SNAPSHOT;
		}
		return (view.appliedIndex() < this.cluster.running(this.leader).commitIndex() - 100) ? Step.ENTRIES : Step.DONE;
	}

	/** Adds the whole and its steps; returns the latencies of the whole. */
	Latencies report(Table table) {
		Latencies whole = row(table, "coming back", this.pieces);
		for (Step step : Step.values()) {
			List<Piece> ofStep = this.pieces.stream().filter((piece) -> piece.step() == step).toList();
			if (!ofStep.isEmpty()) {
				row(table, "- " + step.label, ofStep);
			}
		}
		return whole;
	}

	private static Latencies row(Table table, String label, List<Piece> pieces) {
		Histogram sum = Latencies.histogram();
		long nanos = 0;
		for (Piece piece : pieces) {
			sum.add(piece.latencies());
			nanos += piece.nanos();
		}
		Latencies latencies = Latencies.of(sum);
		CatchUpMode.row(table, label, nanos, latencies);
		return latencies;
	}

	Table timeline() {
		Table table = new Table("Coming back, piece by piece", "step", "at ms", "for ms", "writes", "p50 us", "p99 us",
				"max us");
		for (Piece piece : this.pieces) {
			Latencies latencies = Latencies.of(piece.latencies());
			table.row(piece.step().label, Format.millis(piece.atNanos()), Format.millis(piece.nanos()),
					Long.toString(latencies.count()), Format.micros(latencies.p50()), Format.micros(latencies.p99()),
					Format.micros(latencies.max()));
		}
		return table;
	}

	private enum Step {

		START("it starts"), SNAPSHOT("snapshot"), ENTRIES("entries behind it"), DONE("done");

		private final String label;

		Step(String label) {
			this.label = label;
		}

	}

	/**
	 * A tenth of a second, or what a step took of it.
	 *
	 * @param step what the node did
	 * @param atNanos when it began
	 * @param nanos how long it was
	 * @param latencies of the writes that ended in it
	 */
	private record Piece(Step step, long atNanos, long nanos, Histogram latencies) {
	}

}
