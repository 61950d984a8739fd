package io.raftboot.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Engines;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;

/** Closes the leader again and again, with default and with short timeouts. */
final class FailoverMode implements Mode {

	private static final int NODES = 3;

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		boolean quick = arguments.flag("quick");
		int rounds = arguments.integer("rounds", quick ? 2 : 10);
		String engine = arguments.text("engine", "raftboot");
		String parent = arguments.text("directory");
		arguments.rejectUnread();
		try (DataDirectory directory = DataDirectory.create(parent, report)) {
			Environment.print(report, directory.path(), engine + ", " + NODES + " nodes, rounds " + rounds);
			run(engine, rounds, ClusterSettings.of(directory.fresh("default"), NODES), report);
			run(engine, rounds,
					new ClusterSettings(directory.fresh("short"), NODES, Duration.ofMillis(150), Duration.ofMillis(30)),
					report);
		}
	}

	private static void run(String engine, int rounds, ClusterSettings settings, Report report) throws Exception {
		long timeoutMillis = settings.electionTimeout().toMillis();
		List<Failover> failovers = new ArrayList<>();
		try (ClusterUnderTest cluster = Engines.create(engine)) {
			cluster.start(settings);
			FailoverProbe probe = new FailoverProbe(cluster);
			for (int round = 1; round <= rounds; round++) {
				failovers.add(probe.measure());
				report.progress("election timeout " + timeoutMillis + " ms, round " + round + " of " + rounds);
			}
			print(failovers, "Election timeout " + timeoutMillis + " - " + 2 * timeoutMillis + " ms, heartbeat "
					+ settings.heartbeatInterval().toMillis() + " ms", report);
		}
	}

	private static void print(List<Failover> failovers, String title, Report report) throws IOException {
		Table table = new Table(title, "round", "new leader ms", "first commit ms", "closing took ms", "terms",
				"failed probes");
		for (Failover failover : failovers) {
			table.row(Integer.toString(table.size() + 1), Format.millis(failover.leaderNanos()),
					Format.millis(failover.commitNanos()), Format.millis(failover.closingNanos()),
					Long.toString(failover.terms()), Long.toString(failover.failedProbes()));
		}
		long[] sorted = failovers.stream().mapToLong(Failover::commitNanos).sorted().toArray();
		report.table(table.note("First commit: median " + Format.millis(sorted[sorted.length / 2]) + " ms, longest "
				+ Format.millis(sorted[sorted.length - 1]) + " ms after the call that closes the leader."));
	}

}
