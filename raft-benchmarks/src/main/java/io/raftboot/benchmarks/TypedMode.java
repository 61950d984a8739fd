package io.raftboot.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.raftboot.benchmarks.load.ClosedLoop;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.profile.FlightRecording;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;
import io.raftboot.benchmarks.typed.Level;
import io.raftboot.benchmarks.typed.TypedCluster;
import org.jspecify.annotations.Nullable;

/**
 * What commands as values cost beside bytes: all levels in turns on one cluster of three
 * applications in one JVM.
 */
final class TypedMode implements Mode {

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		int payload = arguments.integer("payload", 256);
		int[] outstandings = arguments.integers("outstanding", 1, 16, 256);
		int rounds = arguments.integer("rounds", 5);
		Duration warmup = arguments.seconds("warmup", 2);
		Duration measured = arguments.seconds("seconds", 3);
		String recording = arguments.text("jfr");
		try (DataDirectory directory = DataDirectory.create(arguments.text("directory"), report)) {
			arguments.rejectUnread();
			Environment.print(report, directory.path(), "3 applications in one JVM, written to on the leader, about "
					+ payload + " B, rounds " + rounds + ", in turns");
			try (TypedCluster cluster = new TypedCluster(directory.fresh("cluster"))) {
				cluster.awaitLeader(LoadRun.LEADER_TIMEOUT);
				for (Level level : Level.values()) {
					measure(cluster, level, payload, 64, Duration.ofSeconds(5), measured, null);
				}
				for (int outstanding : outstandings) {
					Map<Level, List<Sample>> samples = new EnumMap<>(Level.class);
					for (int round = 0; round < rounds; round++) {
						for (Level level : Level.values()) {
							samples.computeIfAbsent(level, (key) -> new ArrayList<>())
								.add(measure(cluster, level, payload, outstanding, warmup, measured,
										recordingFile(recording, level, outstanding)));
						}
					}
					report.table(table(outstanding, samples));
				}
			}
		}
	}

	/** Of the last round: one recording for each level and number outstanding. */
	private static @Nullable Path recordingFile(@Nullable String recording, Level level, int outstanding) {
		return (recording != null)
				? FlightRecording.fileOf(Path.of(recording), level.name().toLowerCase(Locale.ROOT) + "-" + outstanding)
				: null;
	}

	private static Sample measure(TypedCluster cluster, Level level, int payload, int outstanding, Duration warmup,
			Duration measured, @Nullable Path recordingFile) throws Exception {
		int leader = cluster.awaitLeader(LoadRun.LEADER_TIMEOUT);
		try (MeteredPart metered = new MeteredPart(recordingFile)) {
			LoadResult load = new ClosedLoop(cluster.write(level, leader, payload), outstanding, payload).run(warmup,
					measured, metered);
			if (!load.isClean()) {
				throw new IllegalStateException(level + ": " + load.failures() + ", unfinished " + load.unfinished());
			}
			return new Sample(load.operationsPerSecond(), metered.usage().cpuMicrosPerOperation(load.completed()),
					metered.usage().bytesPerOperation(load.completed()));
		}
	}

	private static Table table(int outstanding, Map<Level, List<Sample>> samples) {
		Table table = new Table(outstanding + " outstanding", "level", "ops/s", "CPU µs/op", "B/op", "CPU / propose",
				"lowest", "highest", "CPU / by hand");
		for (Map.Entry<Level, List<Sample>> entry : samples.entrySet()) {
			List<Sample> own = entry.getValue();
			List<Double> ratios = ratios(own, samples.get(Level.PROPOSE));
			table.row(entry.getKey().toString(), Format.whole(median(own.stream().map(Sample::perSecond).toList())),
					Format.decimal(median(own.stream().map(Sample::cpuMicros).toList())),
					Format.whole(median(own.stream().map(Sample::bytes).toList())), Format.ratio(median(ratios)),
					Format.ratio(ratios.get(0)), Format.ratio(ratios.get(ratios.size() - 1)),
					Format.ratio(median(ratios(own, samples.get(Level.BY_HAND)))));
		}
		return table.note("Medians of the rounds; CPU and bytes are those of all three nodes and the caller.");
	}

	/** CPU time of each round over that of another level in the same round, sorted. */
	private static List<Double> ratios(List<Sample> own, List<Sample> others) {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < own.size(); i++) {
			ratios.add(own.get(i).cpuMicros() / others.get(i).cpuMicros());
		}
		ratios.sort(null);
		return ratios;
	}

	private static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		return sorted.get(sorted.size() / 2);
	}

	private record Sample(double perSecond, double cpuMicros, double bytes) {
	}

}
