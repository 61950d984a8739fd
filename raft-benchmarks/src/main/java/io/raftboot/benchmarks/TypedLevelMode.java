package io.raftboot.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

import io.raftboot.benchmarks.compare.Questions;
import io.raftboot.benchmarks.load.ClosedLoop;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.profile.FlightRecording;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.typed.Level;
import io.raftboot.benchmarks.typed.LevelCost;
import io.raftboot.benchmarks.typed.TypedCluster;
import org.jspecify.annotations.Nullable;

/**
 * One level on a cluster of three applications, for the process that compares levels:
 * warms up, then measures with as many outstanding as each line of its standard input
 * says.
 */
final class TypedLevelMode implements Mode {

	private static final int WARM_UP_OUTSTANDING = 64;

	private static final Duration WARM_UP_MEASURED = Duration.ofMillis(50);

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		Level level = Level.valueOf(arguments.text("level", ""));
		int payload = arguments.integer("payload", 256);
		Duration processWarmup = arguments.seconds("process-warmup", 0);
		Duration warmup = arguments.seconds("warmup", 2);
		Duration measured = arguments.seconds("seconds", 3);
		String recording = arguments.text("jfr");
		try (DataDirectory directory = DataDirectory.create(arguments.text("directory"), report)) {
			arguments.rejectUnread();
			try (TypedCluster cluster = new TypedCluster(directory.fresh("cluster"))) {
				measure(cluster, level, payload, WARM_UP_OUTSTANDING, processWarmup, WARM_UP_MEASURED, null);
				Questions.answerAll((question) -> {
					int outstanding = Integer.parseInt(question);
					return measure(cluster, level, payload, outstanding, warmup, measured,
							recordingFile(recording, level, outstanding))
						.toLine();
				});
			}
		}
	}

	/** Of the last round: one recording for each level and number outstanding. */
	private static @Nullable Path recordingFile(@Nullable String recording, Level level, int outstanding) {
		return (recording != null)
				? FlightRecording.fileOf(Path.of(recording), level.name().toLowerCase(Locale.ROOT) + "-" + outstanding)
				: null;
	}

	private static LevelCost measure(TypedCluster cluster, Level level, int payload, int outstanding, Duration warmup,
			Duration measured, @Nullable Path recordingFile) throws Exception {
		int leader = cluster.awaitLeader(LoadRun.LEADER_TIMEOUT);
		try (MeteredPart metered = new MeteredPart(recordingFile)) {
			LoadResult load = new ClosedLoop(cluster.write(level, leader, payload), outstanding, payload).run(warmup,
					measured, metered);
			if (!load.isClean()) {
				throw new IllegalStateException(level + ": " + load.failures() + ", unfinished " + load.unfinished());
			}
			return new LevelCost(load.operationsPerSecond(), metered.usage().cpuMicrosPerOperation(load.completed()),
					metered.usage().bytesPerOperation(load.completed()));
		}
	}

}
