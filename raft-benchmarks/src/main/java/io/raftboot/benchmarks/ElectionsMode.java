package io.raftboot.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Engines;
import io.raftboot.benchmarks.cluster.Leadership;
import io.raftboot.benchmarks.load.ClosedLoop;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.load.MeasuredPart;
import io.raftboot.benchmarks.meter.CpuBurners;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;
import org.jspecify.annotations.Nullable;

/**
 * Counts the elections that nothing but a busy machine causes: with all nodes well, every
 * term beyond the first is one too many.
 */
final class ElectionsMode implements Mode {

	private static final int NODES = 3;

	private static final int PAYLOAD_BYTES = 256;

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		double minutes = arguments.number("minutes", arguments.flag("quick") ? 0.1 : 10);
		Duration duration = Duration.ofMillis((long) (minutes * TimeUnit.MINUTES.toMillis(1)));
		Duration electionTimeout = arguments.millis("election-timeout", ClusterSettings.ELECTION_TIMEOUT);
		Duration heartbeat = arguments.millis("heartbeat", ClusterSettings.HEARTBEAT_INTERVAL);
		int burners = arguments.integer("burners", Runtime.getRuntime().availableProcessors());
		int outstanding = arguments.integer("outstanding", 0);
		String engine = arguments.text("engine", "raftboot");
		String parent = arguments.text("directory");
		arguments.rejectUnread();
		try (DataDirectory directory = DataDirectory.create(parent, report);
				ClusterUnderTest cluster = Engines.create(engine)) {
			Environment.print(report, directory.path(),
					engine + ", " + NODES + " nodes, election timeout " + electionTimeout.toMillis() + " ms, heartbeat "
							+ heartbeat.toMillis() + " ms, " + burners + " CPU burners, " + outstanding
							+ " writes outstanding, " + minutes + " min");
			cluster.start(new ClusterSettings(directory.fresh("cluster"), NODES, electionTimeout, heartbeat));
			Leadership.commitOne(cluster, Leadership.await(cluster, LoadRun.LEADER_TIMEOUT), LoadRun.LEADER_TIMEOUT);
			LeaderWatch watch = new LeaderWatch(cluster);
			LoadResult load = watched(watch, cluster, burners, outstanding, duration);
			print(watch, load, report);
		}
	}

	private static @Nullable LoadResult watched(LeaderWatch watch, ClusterUnderTest cluster, int burners,
			int outstanding, Duration duration) throws Exception {
		try (watch; CpuBurners burning = new CpuBurners(burners)) {
			watch.start();
			if (outstanding == 0) {
				TimeUnit.MILLISECONDS.sleep(duration.toMillis());
				return null;
			}
			// Follows the leader: a change must not end the load
			return new ClosedLoop(
					(command, completion) -> cluster.propose(Math.max(0, cluster.leader()), command, completion),
					outstanding, PAYLOAD_BYTES)
				.run(Duration.ZERO, duration, MeasuredPart.UNOBSERVED);
		}
	}

	private static void print(LeaderWatch watch, @Nullable LoadResult load, Report report) throws Exception {
		Table table = new Table("Spurious elections", "what", "value")
			.row("terms beyond the first", Long.toString(watch.newTerms()))
			.row("changes seen", Integer.toString(watch.changes().size()))
			.row("without a leader, ms", Long.toString(watch.leaderlessMillis()));
		if (load != null) {
			table.row("writes/s", Format.whole(load.operationsPerSecond()))
				.row("longest write, ms", Long.toString(TimeUnit.NANOSECONDS.toMillis(load.latencies().max())))
				.row("failed writes", load.failures().toString());
		}
		watch.changes().forEach(table::note);
		report.table(table);
	}

}
