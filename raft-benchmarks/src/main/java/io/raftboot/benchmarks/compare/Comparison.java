package io.raftboot.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Table;
import org.jspecify.annotations.Nullable;

/**
 * All outcomes of all rounds. An engine counts for a workload when no round of it was
 * void. Figures are medians over the rounds; so are ratios, each of one round, in which
 * the engines ran one right after the other: what the machine did to all of them is not
 * in it.
 */
public final class Comparison {

	private final String ours;

	private final String limit;

	private final String titlePrefix;

	private final Set<String> engines;

	private final Map<Workload, Map<String, List<Outcome>>> outcomes = new LinkedHashMap<>();

	/**
	 * A comparison of others with one engine.
	 * @param engines names of those that have the first columns, in this order
	 * @param ours its name
	 * @param limit what is among the engines to show the limit of the machine
	 * @param titlePrefix what the titles of all tables begin with
	 */
	public Comparison(Collection<String> engines, String ours, String limit, String titlePrefix) {
		this.engines = new LinkedHashSet<>(engines);
		this.ours = ours;
		this.limit = limit;
		this.titlePrefix = titlePrefix;
	}

	public void add(String engine, Outcome outcome) {
		this.engines.add(engine);
		this.outcomes.computeIfAbsent(outcome.workload(), (workload) -> new LinkedHashMap<>())
			.computeIfAbsent(engine, (name) -> new ArrayList<>())
			.add(outcome);
	}

	/** One number of all workloads of a kind, null if there were none. */
	public @Nullable Table table(Workload.Kind kind, Measure measure) {
		List<Workload> workloads = this.outcomes.keySet()
			.stream()
			.filter((workload) -> workload.kind() == kind && anyGood(workload))
			.toList();
		if (workloads.isEmpty()) {
			return null;
		}
		List<String> header = new ArrayList<>(List.of("workload"));
		header.addAll(this.engines);
		header.add(this.ours + " / best other");
		if (this.engines.contains(this.limit)) {
			header.add(this.ours + " / " + this.limit);
		}
		Table table = new Table(this.titlePrefix + kind.title() + ": " + measure.title(),
				header.toArray(String[]::new));
		for (Workload workload : workloads) {
			table.row(row(workload, measure));
		}
		return table;
	}

	private boolean anyGood(Workload workload) {
		return this.outcomes.get(workload).values().stream().anyMatch((rounds) -> isGood(rounds));
	}

	private String[] row(Workload workload, Measure measure) {
		List<String> cells = new ArrayList<>(List.of(workload.describe()));
		double worst = Double.NaN;
		for (String engine : this.engines) {
			double median = median(rounds(workload, engine), measure);
			cells.add(Double.isNaN(median) ? "-" : describe(rounds(workload, engine), measure, median));
			if (isOther(engine) && !Double.isNaN(median)) {
				double ratio = ratio(workload, engine, measure);
				worst = Double.isNaN(worst) ? ratio : measure.worse(worst, ratio);
			}
		}
		cells.add(Format.ratio(worst));
		if (this.engines.contains(this.limit)) {
			cells.add(Format.ratio(ratio(workload, this.limit, measure)));
		}
		return cells.toArray(String[]::new);
	}

	/** Variants of ours begin with its name. */
	private boolean isOther(String engine) {
		return !engine.equals(this.limit) && !engine.equals(this.ours) && !engine.startsWith(this.ours + "-");
	}

	/** Of ours to the other's; not a number if one of them does not count. */
	private double ratio(Workload workload, String other, Measure measure) {
		List<Outcome> ours = rounds(workload, this.ours);
		List<Outcome> others = rounds(workload, other);
		if (!isGood(ours) || !isGood(others)) {
			return Double.NaN;
		}
		return median(IntStream.range(0, Math.min(ours.size(), others.size()))
			.mapToDouble((round) -> measure.of(ours.get(round)) / measure.of(others.get(round)))
			.sorted()
			.toArray());
	}

	/** With the spread, where that matters. */
	private static String describe(List<Outcome> rounds, Measure measure, double median) {
		if (measure != Measure.RATE || rounds.size() == 1) {
			return measure.format(median);
		}
		double[] sorted = sorted(rounds, measure);
		return measure.format(median) + " (" + measure.format(sorted[0]) + " - "
				+ measure.format(sorted[sorted.length - 1]) + ")";
	}

	private static double median(List<Outcome> rounds, Measure measure) {
		if (!isGood(rounds)) {
			return Double.NaN;
		}
		return median(sorted(rounds, measure));
	}

	private static double median(double[] sorted) {
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	private static double[] sorted(List<Outcome> rounds, Measure measure) {
		return rounds.stream().mapToDouble(measure::of).sorted().toArray();
	}

	private static boolean isGood(List<Outcome> rounds) {
		return !rounds.isEmpty() && rounds.stream().allMatch((outcome) -> outcome.wrong() == null);
	}

	/** What an engine does not have; null if all have everything. */
	public @Nullable Table notOffered() {
		Table table = new Table(this.titlePrefix + "Not offered", "engine", "workloads");
		for (String engine : this.engines) {
			String workloads = this.outcomes.keySet()
				.stream()
				.filter((workload) -> rounds(workload, engine).stream().anyMatch(Outcome::isNotOffered))
				.map((workload) -> workload.kind().title() + ": " + workload.describe())
				.collect(Collectors.joining("; "));
			if (!workloads.isEmpty()) {
				table.row(engine, workloads);
			}
		}
		return (table.size() > 0) ? table : null;
	}

	/** What was void, and why; null if nothing was. */
	public @Nullable Table voids() {
		Table table = new Table(this.titlePrefix + "Void", "engine", "workload", "rounds", "why");
		this.outcomes.forEach((workload, engines) -> engines.forEach((engine, rounds) -> {
			List<Outcome> wrong = rounds.stream()
				.filter((outcome) -> outcome.wrong() != null && !outcome.isNotOffered())
				.toList();
			if (!wrong.isEmpty()) {
				table.row(engine, workload.kind().title() + ": " + workload.describe(),
						wrong.size() + " of " + rounds.size(), String.valueOf(wrong.get(0).wrong()));
			}
		}));
		return (table.size() > 0) ? table : null;
	}

	private List<Outcome> rounds(Workload workload, String engine) {
		return this.outcomes.get(workload).getOrDefault(engine, List.of());
	}

}
