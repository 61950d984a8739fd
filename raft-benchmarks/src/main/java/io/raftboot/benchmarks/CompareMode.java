package io.raftboot.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.raftboot.benchmarks.compare.Comparison;
import io.raftboot.benchmarks.compare.DocumentSection;
import io.raftboot.benchmarks.compare.EngineClassPath;
import io.raftboot.benchmarks.compare.EngineProcess;
import io.raftboot.benchmarks.compare.Measure;
import io.raftboot.benchmarks.compare.Workload;
import io.raftboot.benchmarks.limits.BareCluster;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;
import org.jspecify.annotations.Nullable;

/**
 * All engines side by side, each in a JVM of its own: in each round all of them run one
 * workload after the other, in turns. Who comes after whom changes with each workload, so
 * that no engine always meets what the same other one has left to the machine.
 */
final class CompareMode implements Mode {

	/** The same orders in every comparison. */
	private static final long ORDER_SEED = 1;

	private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(90);

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		boolean quick = arguments.flag("quick");
		int rounds = arguments.integer("rounds", quick ? 1 : 3);
		String seconds = arguments.text("seconds", quick ? "1.5" : "3");
		String warmup = arguments.text("warmup", quick ? "1.5" : "3");
		String processWarmup = arguments.text("process-warmup", quick ? "3" : "60");
		List<Workload> workloads = workloads(arguments.text("workloads"), quick);
		Contest contest = arguments.flag("unforced") ? Contest.UNFORCED : Contest.FORCED;
		Map<NamedEngine, EngineClassPath> engines = engines(contest, arguments.text("engines"));
		String document = arguments.text("into");
		try (DataDirectory directory = DataDirectory.create(arguments.text("directory"), report)) {
			arguments.rejectUnread();
			Environment.print(report, directory.path(),
					"3 nodes in one JVM, an engine per JVM, warm-up " + processWarmup + " s per JVM and " + warmup
							+ " s per workload, measured " + seconds + " s, rounds " + rounds
							+ ", engines in turns, in another order each time");
			printEngines(contest, engines.keySet(), report);
			List<String> cells = List.of("--seconds", seconds, "--warmup", warmup, "--process-warmup", processWarmup,
					"--workloads", toWords(workloads), "--directory", directory.path().toString());
			List<Contestant> contestants = new ArrayList<>();
			engines.forEach((engine, place) -> contestants.add(contestant(engine, place, cells)));
			Random order = new Random(ORDER_SEED);
			Comparison comparison = new Comparison(contestants.stream().map(Contestant::name).toList(), contest.ours(),
					BareCluster.NAME, contest.titlePrefix());
			try {
				for (int round = 1; round <= rounds; round++) {
					LimitsMode.measure(directory, quick, "Limits of this machine before round " + round, report);
					measure(contestants, order, workloads, comparison, report, "round " + round);
				}
			}
			finally {
				for (Contestant contestant : contestants) {
					contestant.close();
				}
			}
			print(comparison, report);
			if (document != null) {
				DocumentSection.replace(Path.of(document), contest.section(), report.markdown());
			}
		}
	}

	private static Contestant contestant(NamedEngine engine, EngineClassPath place, List<String> cells) {
		List<String> arguments = new ArrayList<>(List.of("cells", "--engine", engine.name()));
		arguments.addAll(cells);
		return new Contestant(engine, place, arguments);
	}

	/** One round. */
	private static void measure(List<Contestant> contestants, Random order, List<Workload> workloads,
			Comparison comparison, Report report, String round) throws InterruptedException {
		for (Workload workload : workloads) {
			report.progress(round + ", " + workload.kind().title() + ": " + workload.describe());
			Collections.shuffle(contestants, order);
			for (Contestant contestant : contestants) {
				comparison.add(contestant.name(), contestant.measure(workload));
			}
		}
	}

	private static List<Workload> workloads(@Nullable String words, boolean quick) {
		if (words == null) {
			return quick ? Workload.few() : Workload.all();
		}
		return Workload.parseAll(words);
	}

	private static String toWords(List<Workload> workloads) {
		return String.join(",", workloads.stream().map(Workload::toWord).toList());
	}

	/** The engines and where their classes are. */
	private static Map<NamedEngine, EngineClassPath> engines(Contest contest, @Nullable String names) throws Exception {
		Map<String, NamedEngine> all = new LinkedHashMap<>();
		Map<NamedEngine, EngineClassPath> places = new LinkedHashMap<>();
		for (EngineClassPath place : EngineClassPath.all(Path.of("raft-benchmarks/engines"))) {
			for (String line : EngineProcess.run(place.classPath(), BenchmarkMain.class, List.of("engines"),
					QUESTION_TIMEOUT)) {
				NamedEngine engine = NamedEngine.parse(line);
				if (contest.admits(engine) && !engine.name().equals("instant")
						&& all.putIfAbsent(engine.name(), engine) == null) {
					places.put(engine, place);
				}
			}
		}
		if (names == null) {
			return places;
		}
		Map<NamedEngine, EngineClassPath> chosen = new LinkedHashMap<>();
		for (String name : names.split(",")) {
			NamedEngine engine = all.get(name);
			if (engine == null) {
				throw new IllegalArgumentException("Unknown engine '" + name + "'; there are " + all.keySet());
			}
			chosen.put(engine, places.get(engine));
		}
		return chosen;
	}

	private static void printEngines(Contest contest, Set<NamedEngine> engines, Report report) throws IOException {
		Table table = new Table(contest.titlePrefix() + "Engines", "engine", "forces before it acknowledges",
				"settings");
		for (NamedEngine engine : engines) {
			table.row(engine.name(), engine.durable() ? "yes" : "NO", engine.settings());
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

}
