package io.raftboot.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import io.raftboot.benchmarks.compare.Comparison;
import io.raftboot.benchmarks.compare.DocumentSection;
import io.raftboot.benchmarks.compare.EngineClassPath;
import io.raftboot.benchmarks.compare.EngineProcess;
import io.raftboot.benchmarks.compare.Measure;
import io.raftboot.benchmarks.compare.Outcome;
import io.raftboot.benchmarks.compare.Workload;
import io.raftboot.benchmarks.limits.BareCluster;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;
import org.jspecify.annotations.Nullable;

/**
 * All engines side by side: in each round every engine, in another order, runs all
 * workloads in a JVM of its own.
 */
final class CompareMode implements Mode {

	private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(90);

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		boolean quick = arguments.flag("quick");
		int rounds = arguments.integer("rounds", quick ? 1 : 3);
		String seconds = arguments.text("seconds", quick ? "1.5" : "3");
		String warmup = arguments.text("warmup", quick ? "1.5" : "3");
		String processWarmup = arguments.text("process-warmup", quick ? "3" : "20");
		List<Workload> workloads = workloads(arguments.text("workloads"), quick);
		Contest contest = arguments.flag("unforced") ? Contest.UNFORCED : Contest.FORCED;
		Map<String, EngineOf> engines = engines(contest, arguments.text("engines"));
		String document = arguments.text("into");
		try (DataDirectory directory = DataDirectory.create(arguments.text("directory"), report)) {
			arguments.rejectUnread();
			Environment.print(report, directory.path(),
					"3 nodes in one JVM, an engine per JVM, warm-up " + processWarmup + " s per JVM and " + warmup
							+ " s per workload, measured " + seconds + " s, rounds " + rounds
							+ ", engines in another order each round");
			printEngines(contest, engines, report);
			Comparison comparison = new Comparison(contest.ours(), BareCluster.NAME, contest.titlePrefix());
			List<String> order = new ArrayList<>(engines.keySet());
			for (int round = 1; round <= rounds; round++) {
				LimitsMode.measure(directory, quick, "Limits of this machine before round " + round, report);
				for (String engine : order) {
					report.progress("round " + round + ", " + engine);
					List<String> cells = List.of("cells", "--engine", engine, "--seconds", seconds, "--warmup", warmup,
							"--process-warmup", processWarmup, "--directory", directory.path().toString());
					outcomes(engines.get(engine), cells, workloads)
						.forEach((outcome) -> comparison.add(engine, outcome));
				}
				Collections.rotate(order, 1);
			}
			print(comparison, report);
			if (document != null) {
				DocumentSection.replace(Path.of(document), contest.section(), report.markdown());
			}
		}
	}

	private static List<Workload> workloads(@Nullable String words, boolean quick) {
		if (words == null) {
			return quick ? Workload.few() : Workload.all();
		}
		return Arrays.stream(words.split(",")).map(Workload::parse).toList();
	}

	private static Map<String, EngineOf> engines(Contest contest, @Nullable String names) throws Exception {
		Map<String, EngineOf> all = new LinkedHashMap<>();
		for (EngineClassPath place : EngineClassPath.all(Path.of("raft-benchmarks/engines"))) {
			for (String line : EngineProcess.run(place.classPath(), BenchmarkMain.class, List.of("engines"),
					QUESTION_TIMEOUT)) {
				NamedEngine engine = NamedEngine.parse(line);
				if (contest.admits(engine)) {
					all.putIfAbsent(engine.name(), new EngineOf(engine, place));
				}
			}
		}
		all.remove("instant");
		if (names == null) {
			return all;
		}
		Map<String, EngineOf> chosen = new LinkedHashMap<>();
		for (String name : names.split(",")) {
			EngineOf engine = all.get(name);
			if (engine == null) {
				throw new IllegalArgumentException("Unknown engine '" + name + "'; there are " + all.keySet());
			}
			chosen.put(name, engine);
		}
		return chosen;
	}

	/** What has no outcome when the process ends is void. */
	private static List<Outcome> outcomes(EngineOf engine, List<String> cells, List<Workload> workloads)
			throws IOException, InterruptedException {
		List<String> arguments = new ArrayList<>(cells);
		arguments.addAll(List.of("--workloads", String.join(",", workloads.stream().map(Workload::toWord).toList())));
		List<Outcome> outcomes = new ArrayList<>();
		String wrong = "its process ended";
		try {
			EngineProcess
				.run(engine.place.classPath(), BenchmarkMain.class, arguments,
						workloads.stream().map(Workload::timeout).reduce(Duration.ZERO, Duration::plus))
				.forEach((line) -> outcomes.add(Outcome.parse(line)));
		}
		catch (TimeoutException ex) {
			wrong = String.valueOf(ex.getMessage());
		}
		for (Workload missing : workloads.subList(outcomes.size(), workloads.size())) {
			outcomes.add(Outcome.none(missing, wrong));
		}
		return outcomes;
	}

	private static void printEngines(Contest contest, Map<String, EngineOf> engines, Report report) throws IOException {
		Table table = new Table(contest.titlePrefix() + "Engines", "engine", "forces before it acknowledges",
				"settings");
		for (EngineOf engine : engines.values()) {
			table.row(engine.named.name(), engine.named.durable() ? "yes" : "NO", engine.named.settings());
		}
		report.table(table);
	}

	private static void print(Comparison comparison, Report report) throws IOException {
		for (Workload.Kind kind : Workload.Kind.values()) {
			for (Measure measure : Measure.values()) {
				Table table = measure.tells(kind) ? comparison.table(kind, measure) : null;
				if (table != null) {
					report.table(table);
				}
			}
		}
		Table notOffered = comparison.notOffered();
		if (notOffered != null) {
			report.table(notOffered);
		}
		Table voids = comparison.voids();
		if (voids != null) {
			report.table(voids);
		}
	}

	/**
	 * An engine and where its classes are.
	 *
	 * @param named what it says of itself
	 * @param place its class path
	 */
	private record EngineOf(NamedEngine named, EngineClassPath place) {
	}

}
