package io.raftboot.benchmarks;

import java.util.List;

import io.raftboot.benchmarks.limits.MachineLimits;
import io.raftboot.benchmarks.meter.Latencies;
import io.raftboot.benchmarks.meter.Usage;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Table;

/** Shows the cells of one round beside the machine's limits. */
final class CellTable {

	private final Kind kind;

	private final MachineLimits limits;

	private final HarnessCost harness;

	CellTable(Kind kind, MachineLimits limits, HarnessCost harness) {
		this.kind = kind;
		this.limits = limits;
		this.harness = harness;
	}

	Table of(String title, List<Cell> cells) {
		Table table = new Table(title, this.kind.firstColumn, "outst.", "ops/s", "p50 µs", "p99 µs", "p99.9 µs",
				"max µs", "CPU s", "CPU µs/op", "B/op", "GC ms", "GC max ms", this.kind.ratioColumn,
				this.kind.floorColumn, "state");
		for (Cell cell : cells) {
			row(table, cell);
		}
		return table.note(this.harness.describe()).note(this.kind.explanation);
	}

	private void row(Table table, Cell cell) {
		Latencies latencies = cell.load().latencies();
		Usage usage = cell.usage();
		long completed = cell.load().completed();
		double operations = cell.load().operationsPerSecond();
		double bytes = Math.max(0.0, usage.bytesPerOperation(completed) - this.harness.bytesPerOperation());
		double ratio = operations / this.kind.perSecond(this.limits);
		double floor = (double) latencies.p50() / this.kind.floorNanos(this.limits);
		table.row(cell.kind(), Integer.toString(cell.outstanding()), Format.whole(operations),
				Format.micros(latencies.p50()), Format.micros(latencies.p99()), Format.micros(latencies.p999()),
				Format.micros(latencies.max()), Format.ratio(usage.cpuNanos() / 1e9),
				Format.decimal(usage.cpuMicrosPerOperation(completed)), Format.whole(bytes),
				Format.whole(usage.pauseMillis()), Format.whole(usage.pauseMillisMax()), Format.ratio(ratio),
				(cell.outstanding() == 1) ? Format.ratio(floor) : "-", cell.state());
	}

	/** What was measured, and what it is compared with. */
	enum Kind {

		/** Compared with forces and with a replicated write without an engine. */
		WRITES("payload", "ops/force", "p50/floor",
				"ops/force: ops/s over the forces/s of each of three threads on three files. "
						+ "p50/floor: over the replicated write without an engine, one outstanding.") {

			@Override
			double perSecond(MachineLimits limits) {
				return limits.threeForces().perSecond() / 3;
			}

			@Override
			long floorNanos(MachineLimits limits) {
				return limits.bareQuorum().p50();
			}

		},

		/** Compared with round trips. */
		READS("read on", "ops/trip", "p50/trip",
				"ops/trip: ops/s over loopback round trips/s. p50/trip: over one round trip, one outstanding.") {

			@Override
			double perSecond(MachineLimits limits) {
				return limits.roundTrip().perSecond();
			}

			@Override
			long floorNanos(MachineLimits limits) {
				return limits.roundTrip().latencies().p50();
			}

		};

		private final String firstColumn;

		private final String ratioColumn;

		private final String floorColumn;

		private final String explanation;

		Kind(String firstColumn, String ratioColumn, String floorColumn, String explanation) {
			this.firstColumn = firstColumn;
			this.ratioColumn = ratioColumn;
			this.floorColumn = floorColumn;
			this.explanation = explanation;
		}

		abstract double perSecond(MachineLimits limits);

		abstract long floorNanos(MachineLimits limits);

	}

}
