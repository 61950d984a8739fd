package io.raftboot.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Table;

/**
 * The same cells measured in several rounds. Void cells do not enter the summary.
 */
final class Rounds {

	private final Map<String, List<Cell>> cells = new LinkedHashMap<>();

	void add(Cell cell) {
		List<Cell> same = this.cells.computeIfAbsent(cell.key(), (key) -> new ArrayList<>());
		if (cell.wrong() == null) {
			same.add(cell);
		}
	}

	/** Median, smallest and largest of each cell. */
	Table summary(String title) {
		Table table = new Table(title, "cell", "good rounds", "ops/s median", "ops/s range", "p50 µs median",
				"p50 µs range", "p99 µs median", "p99 µs range");
		this.cells.forEach((key, same) -> {
			double[] rates = sorted(same, (cell) -> cell.load().operationsPerSecond());
			double[] p50 = sorted(same, (cell) -> cell.load().latencies().p50() / 1e3);
			double[] p99 = sorted(same, (cell) -> cell.load().latencies().p99() / 1e3);
			table.row(key, Integer.toString(same.size()), median(rates), range(rates), median(p50), range(p50),
					median(p99), range(p99));
		});
		return table;
	}

	private static double[] sorted(List<Cell> cells, ToDoubleFunction<Cell> value) {
		return cells.stream().mapToDouble(value).sorted().toArray();
	}

	private static String median(double[] sorted) {
		return (sorted.length > 0) ? Format.whole((sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2)
				: "-";
	}

	private static String range(double[] sorted) {
		return (sorted.length > 0) ? Format.whole(sorted[0]) + " - " + Format.whole(sorted[sorted.length - 1]) : "-";
	}

}
