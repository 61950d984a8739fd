package io.raftboot.benchmarks;

import java.time.Duration;
import java.util.Arrays;

import io.raftboot.benchmarks.limits.MachineLimits;
import io.raftboot.benchmarks.report.Report;

/** What more nodes, a longer log and a slow follower do to Raft Boot. */
final class ScaleMode implements Mode {

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		boolean quick = arguments.flag("quick");
		int[] nodes = arguments.integers("nodes", 3, 5, 7);
		int[] entries = quick ? arguments.integers("entries", 100_000, 1_000_000)
				: arguments.integers("entries", 100_000, 1_000_000, 10_000_000);
		Duration slowForce = arguments.millis("slow-force", Duration.ofMillis(20));
		Duration warmup = arguments.seconds("warmup", quick ? 1 : 5);
		Duration measured = arguments.seconds("seconds", quick ? 1 : 5);
		Duration calibration = Duration.ofMillis(quick ? 300 : 1000);
		try (DataDirectory directory = DataDirectory.create(arguments.text("directory"), report)) {
			arguments.rejectUnread();
			LoadRun run = new LoadRun("raftboot", directory, warmup, measured, null);
			Environment.print(report, directory.path(),
					"raftboot, all nodes in one JVM, warm-up " + warmup.toMillis() / 1e3 + " s, measured "
							+ measured.toMillis() / 1e3 + " s, nodes " + Arrays.toString(nodes) + ", entries "
							+ Arrays.toString(entries) + ", slow force +" + slowForce.toMillis() + " ms");
			MachineLimits limits = LimitsMode.measure(directory, quick, "Limits of this machine, before", report);
			new ClusterSizes(run, HarnessCost.measure(calibration, calibration), report).measure(nodes);
			new LogGrowth(run, report).measure(entries);
			new SlowFollower(run, report).measure(slowForce);
			if (!quick) {
				LimitsMode.measureAgain(directory, limits, report);
			}
		}
	}

}
