package io.raftboot.benchmarks;

import java.util.List;

import io.raftboot.benchmarks.limits.MachineLimits;
import io.raftboot.benchmarks.meter.Latencies;
import io.raftboot.benchmarks.meter.Usage;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Table;

/** Shows the cells of one round beside the machine's limits. */
final class CellTable {

	private final String firstColumn;

	private final MachineLimits limits;

	private final HarnessCost harness;

	CellTable(String firstColumn, MachineLimits limits, HarnessCost harness) {
		this.firstColumn = firstColumn;
		this.limits = limits;
		this.harness = harness;
	}

	Table of(String title, List<Cell> cells) {
		Table table = new Table(title, this.firstColumn, "outst.", "ops/s", "p50 µs", "p99 µs", "p99.9 µs", "max µs",
				"CPU s", "CPU µs/op", "B/op", "GC ms", "GC max ms", "ops/force", "p50/floor", "state");
		for (Cell cell : cells) {
			row(table, cell);
		}
		return table.note(this.harness.describe())
			.note("ops/force: ops/s over the forces/s of each of three threads on three files. "
					+ "p50/floor: over the replicated write without an engine, one outstanding.");
	}

	private void row(Table table, Cell cell) {
		Latencies latencies = cell.load().latencies();
		Usage usage = cell.usage();
		long completed = cell.load().completed();
		double operations = cell.load().operationsPerSecond();
		double bytes = Math.max(0.0, usage.bytesPerOperation(completed) - this.harness.bytesPerOperation());
		double floor = (double) latencies.p50() / this.limits.bareQuorum().p50();
		table.row(cell.kind(), Integer.toString(cell.outstanding()), Format.whole(operations),
				Format.micros(latencies.p50()), Format.micros(latencies.p99()), Format.micros(latencies.p999()),
				Format.micros(latencies.max()), Format.ratio(usage.cpuNanos() / 1e9),
				Format.decimal(usage.cpuMicrosPerOperation(completed)), Format.whole(bytes),
				Format.whole(usage.pauseMillis()), Format.whole(usage.pauseMillisMax()),
				Format.ratio(operations / (this.limits.threeForces().perSecond() / 3)),
				(cell.outstanding() == 1) ? Format.ratio(floor) : "-",
				(cell.wrong() != null) ? "VOID: " + cell.wrong() : "ok");
	}

}
