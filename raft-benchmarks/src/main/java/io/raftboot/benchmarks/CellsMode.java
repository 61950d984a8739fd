package io.raftboot.benchmarks;

import java.time.Duration;
import java.util.List;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Engines;
import io.raftboot.benchmarks.compare.Outcome;
import io.raftboot.benchmarks.compare.Questions;
import io.raftboot.benchmarks.compare.Workload;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.meter.Latencies;
import io.raftboot.benchmarks.meter.ResidentMemory;
import io.raftboot.benchmarks.report.Report;
import org.HdrHistogram.Histogram;

/**
 * One engine, for the process that compares: warms up with all kinds of load it will be
 * asked for, then measures the workloads that it reads from its standard input.
 */
final class CellsMode implements Mode {

	private static final int NODES = 3;

	private static final Duration CALIBRATION = Duration.ofMillis(500);

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		List<Workload> loads = Workload.parseAll(arguments.text("workloads", ""))
			.stream()
			.filter(Workload::isLoad)
			.toList();
		try (DataDirectory directory = DataDirectory.create(arguments.text("directory"), report)) {
			LoadRun run = LoadRun.of(arguments, directory, false);
			Duration processWarmup = arguments.seconds("process-warmup", 0);
			arguments.rejectUnread();
			HarnessCost harness = HarnessCost.measure(CALIBRATION, CALIBRATION);
			for (Workload load : processWarmup.isZero() ? List.<Workload>of() : loads) {
				measure(run.warmUp(processWarmup.dividedBy(loads.size())), load, harness);
			}
			Questions.answerAll((question) -> measure(run, Workload.parse(question), harness).toLine());
		}
	}

	private static Outcome measure(LoadRun run, Workload workload, HarnessCost harness) {
		try {
			return switch (workload.kind()) {
				case WRITE -> outcome(workload, run.writes(workload.size(), workload.outstanding()), harness);
				case FORWARDED_WRITE ->
					outcome(workload, run.forwardedWrites(workload.size(), workload.outstanding()), harness);
				case READ -> outcome(workload, run.reads(true, workload.outstanding()), harness);
				case FOLLOWER_READ -> outcome(workload, run.reads(false, workload.outstanding()), harness);
				case MIXED -> outcome(workload, run.mixed(workload.size(), workload.outstanding()), harness);
				case FAILOVER -> failovers(run, workload);
				case CATCH_UP -> catchUp(run, workload);
			};
		}
		catch (Exception ex) {
			return Outcome.none(workload, ex.toString());
		}
	}

	private static Outcome outcome(Workload workload, Cell cell, HarnessCost harness) {
		LoadResult load = cell.load();
		double bytes = cell.usage().bytesPerOperation(load.completed()) - harness.bytesPerOperation();
		return new Outcome(workload, load.operationsPerSecond(), load.latencies(),
				cell.usage().cpuMicrosPerOperation(load.completed()), Math.max(0.0, bytes),
				cell.usage().pauseMillisMax(), ResidentMemory.bytes(), cell.wrong());
	}

	private static Outcome failovers(LoadRun run, Workload workload) throws Exception {
		Duration timeout = Duration.ofMillis(workload.size());
		ClusterSettings settings = new ClusterSettings(run.directory().fresh("failover"), NODES, timeout,
				timeout.dividedBy(5));
		Histogram commits = Latencies.histogram();
		try (ClusterUnderTest cluster = Engines.create(run.engine())) {
			cluster.start(settings);
			FailoverProbe probe = new FailoverProbe(cluster);
			for (int i = 0; i < workload.outstanding(); i++) {
				Latencies.record(commits, probe.measure().commitNanos());
			}
		}
		return new Outcome(workload, 0.0, Latencies.of(commits), 0.0, 0.0, 0L, ResidentMemory.bytes(), null);
	}

	private static Outcome catchUp(LoadRun run, Workload workload) throws Exception {
		ClusterSettings settings = ClusterSettings.of(run.directory().fresh("catchup"), NODES);
		EmptyNode node;
		try (ClusterUnderTest cluster = Engines.create(run.engine())) {
			node = EmptyNode.measure(cluster, settings, workload.outstanding(), workload.size());
		}
		Histogram time = Latencies.histogram();
		Latencies.record(time, node.nanos());
		return new Outcome(workload, node.entriesPerSecond(), Latencies.of(time), 0.0, 0.0, 0L, ResidentMemory.bytes(),
				node.wrong());
	}

}
