package io.raftboot.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.raftboot.benchmarks.compare.EngineProcess;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;
import io.raftboot.benchmarks.typed.Level;
import io.raftboot.benchmarks.typed.LevelCost;
import org.jspecify.annotations.Nullable;

/**
 * What commands as values cost beside bytes: all levels in turns, each on a cluster of
 * three applications in a JVM of its own. In one JVM for all of them the engine would
 * call five kinds of state machine where an application has one, and the compiler would
 * not put it where it is called.
 */
final class TypedMode implements Mode {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

	private static final Duration MEASURE_TIMEOUT = Duration.ofMinutes(3);

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		boolean quick = arguments.flag("quick");
		int payload = arguments.integer("payload", 256);
		int[] outstandings = arguments.integers("outstanding", 1, 16, 256);
		int rounds = arguments.integer("rounds", quick ? 1 : 9);
		List<Level> levels = levels(arguments.text("levels"));
		String recording = arguments.text("jfr");
		List<String> child = new ArrayList<>(List.of("typed-level", "--payload", Integer.toString(payload), "--warmup",
				arguments.text("warmup", quick ? "1" : "2"), "--seconds", arguments.text("seconds", quick ? "1" : "3"),
				"--process-warmup", arguments.text("process-warmup", quick ? "1" : "20")));
		if (recording != null) {
			child.addAll(List.of("--jfr", recording));
		}
		try (DataDirectory directory = DataDirectory.create(arguments.text("directory"), report)) {
			arguments.rejectUnread();
			Environment.print(report, directory.path(), "3 applications in one JVM, a level per JVM, "
					+ "written to on the leader, about " + payload + " B, rounds " + rounds + ", in turns");
			child.addAll(List.of("--directory", directory.path().toString()));
			Map<Level, EngineProcess> processes = new EnumMap<>(Level.class);
			try {
				for (Level level : levels) {
					report.progress(level + " warms up");
					processes.put(level, start(level, child));
				}
				for (int outstanding : outstandings) {
					report.table(table(outstanding, measure(processes, outstanding, rounds)));
				}
			}
			finally {
				for (EngineProcess process : processes.values()) {
					process.close();
				}
			}
		}
	}

	private static List<Level> levels(@Nullable String names) {
		return (names == null) ? List.of(Level.values())
				: Arrays.stream(names.split(",")).map(TypedMode::level).toList();
	}

	private static Level level(String name) {
		for (Level level : Level.values()) {
			if (level.name().equalsIgnoreCase(name)) {
				return level;
			}
		}
		throw new IllegalArgumentException("Unknown level '" + name + "'; there are "
				+ Arrays.stream(Level.values())
					.map((level) -> level.name().toLowerCase(Locale.ROOT))
					.collect(Collectors.joining(", ")));
	}

	private static EngineProcess start(Level level, List<String> child) throws Exception {
		List<String> arguments = new ArrayList<>(child);
		arguments.addAll(List.of("--level", level.name()));
		EngineProcess process = EngineProcess.start(System.getProperty("java.class.path"), BenchmarkMain.class,
				arguments);
		try {
			process.answer(START_TIMEOUT);
			return process;
		}
		catch (Exception ex) {
			process.close();
			throw ex;
		}
	}

	/** The levels in turns, each round in another order. */
	private static Map<Level, List<LevelCost>> measure(Map<Level, EngineProcess> processes, int outstanding, int rounds)
			throws Exception {
		Map<Level, List<LevelCost>> costs = new EnumMap<>(Level.class);
		List<Level> levels = new ArrayList<>(processes.keySet());
		for (int round = 0; round < rounds; round++) {
			for (Level level : levels) {
				String answer = processes.get(level).ask(Integer.toString(outstanding), MEASURE_TIMEOUT);
				costs.computeIfAbsent(level, (key) -> new ArrayList<>()).add(LevelCost.parse(answer));
			}
			levels.add(levels.remove(0));
		}
		return costs;
	}

	private static Table table(int outstanding, Map<Level, List<LevelCost>> costs) {
		Table table = new Table(outstanding + " outstanding", "level", "ops/s", "CPU µs/op", "B/op", "CPU / propose",
				"lowest", "highest", "CPU / by hand");
		costs.forEach((level, own) -> {
			List<Double> ratios = ratios(own, costs.get(Level.PROPOSE));
			table.row(level.toString(), Format.whole(median(own.stream().map(LevelCost::perSecond).toList())),
					Format.decimal(median(own.stream().map(LevelCost::cpuMicros).toList())),
					Format.whole(median(own.stream().map(LevelCost::bytes).toList())), Format.ratio(median(ratios)),
					Format.ratio(ratios.get(0)), Format.ratio(ratios.get(ratios.size() - 1)),
					Format.ratio(median(ratios(own, costs.get(Level.BY_HAND)))));
		});
		return table.note("Medians of the rounds; CPU and bytes are those of all three nodes and the caller.");
	}

	/**
	 * CPU time of each round over that of another level in the same round, sorted; not
	 * numbers if that level was not measured.
	 */
	private static List<Double> ratios(List<LevelCost> own, @Nullable List<LevelCost> others) {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < own.size(); i++) {
			ratios.add((others != null) ? own.get(i).cpuMicros() / others.get(i).cpuMicros() : Double.NaN);
		}
		ratios.sort(null);
		return ratios;
	}

	private static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
	}

}
