package io.raftboot.benchmarks;

import java.time.Duration;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.SlowFollowerCluster;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;

/** The same writes with three disks alike, and with one that is slow. */
final class SlowFollower {

	private static final int NODES = 3;

	private static final int PAYLOAD_BYTES = 256;

	private static final int OUTSTANDING = 256;

	private final LoadRun run;

	private final Report report;

	SlowFollower(LoadRun run, Report report) {
		this.run = run;
		this.report = report;
	}

	void measure(Duration extra) throws Exception {
		Table table = new Table("A slow follower: " + PAYLOAD_BYTES + " B, " + OUTSTANDING + " outstanding", "disks",
				"ops/s", "p50 µs", "p99 µs", "most behind", "slowed forces", "state");
		Cell alike = row(table, "all alike", Duration.ZERO);
		Cell slow = row(table, "one +" + extra.toMillis() + " ms", extra);
		ratio(table, alike, slow);
		this.report.table(table
			.note("The data directory of one follower is on a file system whose every force takes " + extra.toMillis()
					+ " ms longer; in both rows it does not stand for election. Slowed forces: from its"
					+ " start until it had applied all.")
			.note("Most behind: how many operations the last node had applied less than the first. What it leaves for"
					+ " after the window makes the rate look better than it can stay; so do forces that it saves, as all"
					+ " nodes share one disk."));
	}

	private Cell row(Table table, String disks, Duration extra) throws Exception {
		try (SlowFollowerCluster cluster = new SlowFollowerCluster(extra)) {
			cluster.start(ClusterSettings.of(this.run.directory().fresh("slow"), NODES));
			Cell cell;
			long behind;
			try (LagWatch lag = new LagWatch(cluster)) {
				cell = this.run.writesOn(cluster, disks, PAYLOAD_BYTES, OUTSTANDING);
				behind = lag.largest();
			}
			long slowed = cluster.slowedForces();
			if (slowed == 0 && !extra.isZero()) {
				cell = cell.withWrong("no force was slow");
			}
			String state = cell.state();
			LoadResult load = cell.load();
			table.row(disks, Format.whole(load.operationsPerSecond()), Format.micros(load.latencies().p50()),
					Format.micros(load.latencies().p99()), Format.whole(behind), Format.whole(slowed), state);
			this.report.progress(disks + ": " + Format.whole(load.operationsPerSecond()) + " ops/s, " + state);
			return cell;
		}
	}

	private static void ratio(Table table, Cell alike, Cell slow) {
		LoadResult first = alike.load();
		LoadResult second = slow.load();
		boolean isVoid = alike.wrong() != null || slow.wrong() != null;
		table.row("slow / alike", Format.ratio(second.operationsPerSecond() / first.operationsPerSecond()),
				Format.ratio((double) second.latencies().p50() / first.latencies().p50()),
				Format.ratio((double) second.latencies().p99() / first.latencies().p99()), "-", "-",
				isVoid ? Cell.state("of a void row") : "ok");
	}

}
