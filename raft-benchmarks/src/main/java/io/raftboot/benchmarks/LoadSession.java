package io.raftboot.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.benchmarks.limits.MachineLimits;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import org.jspecify.annotations.Nullable;

/**
 * Limits, rounds of cells, limits again: what surrounds every kind of load. The limits
 * are measured on both sides of the rounds because machines drift.
 */
final class LoadSession {

	private final Report report;

	private final DataDirectory directory;

	private final boolean quick;

	LoadSession(Report report, DataDirectory directory, boolean quick) {
		this.report = report;
		this.directory = directory;
		this.quick = quick;
	}

	void run(CellTable.Kind kind, int rounds, List<Measurement> measurements) throws Exception {
		MachineLimits limits = LimitsMode.measure(this.directory, this.quick, "Limits of this machine, before",
				this.report);
		Duration calibration = Duration.ofMillis(this.quick ? 300 : 1000);
		CellTable table = new CellTable(kind, limits, HarnessCost.measure(calibration, calibration));
		Rounds all = new Rounds();
		for (int round = 1; round <= rounds; round++) {
			List<Cell> cells = new ArrayList<>();
			for (Measurement measurement : measurements) {
				Cell cell = measurement.measure();
				this.report.progress("round " + round + ", " + cell.key() + ": "
						+ Format.whole(cell.load().operationsPerSecond()) + " ops/s" + voidMark(cell.wrong()));
				cells.add(cell);
				all.add(cell);
			}
			this.report.table(table.of("Round " + round, cells));
		}
		if (rounds > 1) {
			this.report.table(all.summary("All rounds"));
		}
		if (!this.quick) {
			LimitsMode.measureAgain(this.directory, limits, this.report);
		}
	}

	private static String voidMark(@Nullable String wrong) {
		return (wrong != null) ? ", VOID: " + wrong : "";
	}

	/** Measures one cell. */
	interface Measurement {

		Cell measure() throws Exception;

	}

}
