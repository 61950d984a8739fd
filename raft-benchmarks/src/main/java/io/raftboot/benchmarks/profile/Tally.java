package io.raftboot.benchmarks.profile;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Table;

/** Adds up weights by name. */
final class Tally {

	private final Map<String, Long> weights = new HashMap<>();

	private long total;

	void add(String name, long weight) {
		this.weights.merge(name, weight, Long::sum);
		this.total += weight;
	}

	long total() {
		return this.total;
	}

	/** The heaviest names with their share. */
	Table table(String title, String unit, int rows) {
		Table table = new Table(title, "what", unit, "%");
		this.weights.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
				.thenComparing(Map.Entry.comparingByKey()))
			.limit(rows)
			.forEach((entry) -> table.row(entry.getKey(), Format.whole(entry.getValue()),
					Format.decimal(entry.getValue() * 100.0 / this.total)));
		return table.note(Format.whole(this.total) + " " + unit + " in all");
	}

}
