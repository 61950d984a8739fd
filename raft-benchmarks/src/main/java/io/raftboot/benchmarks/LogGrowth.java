package io.raftboot.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.Leadership;
import io.raftboot.benchmarks.cluster.RaftBootCluster;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.meter.ResidentMemory;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;
import io.raftboot.core.node.SnapshotOptions;

/**
 * One cluster whose log is never shortened: writes, memory and the restart of a node as
 * it grows.
 */
final class LogGrowth {

	private static final int NODES = 3;

	private static final int PAYLOAD_BYTES = 16;

	private static final int OUTSTANDING = 256;

	private static final SnapshotOptions NO_SNAPSHOTS = SnapshotOptions.DEFAULTS.withLimits(0L, 0L, Duration.ZERO);

	private final LoadRun run;

	private final Report report;

	private final Table writes = new Table(
			"Entries in the log: " + PAYLOAD_BYTES + " B, " + OUTSTANDING + " outstanding, no snapshots", "entries",
			"ops/s", "p50 µs", "p99 µs", "log MiB", "heap MiB", "resident MiB", "state");

	private final Table restarts = new Table("Restart of a node on its whole log", "entries", "log MiB", "started s",
			"all applied s", "state");

	LogGrowth(LoadRun run, Report report) {
		this.run = run;
		this.report = report;
	}

	/** Measures at each of these lengths, the shortest first. */
	void measure(int[] lengths) throws Exception {
		try (RaftBootCluster cluster = new RaftBootCluster(0, NO_SNAPSHOTS)) {
			cluster.start(ClusterSettings.of(this.run.directory().fresh("log"), NODES));
			for (int length : Arrays.stream(lengths).sorted().toArray()) {
				writes(cluster, length);
				restart(cluster);
			}
		}
		finally {
			// What there is, if the log has become too long for this machine
			print();
		}
	}

	private void writes(RaftBootCluster cluster, int length) throws Exception {
		String wrong = new LogFill(cluster, PAYLOAD_BYTES).upTo(length);
		int leader = Leadership.await(cluster, LoadRun.LEADER_TIMEOUT);
		long entries = LogFill.entries(cluster.running(leader));
		long logBytes = DataDirectory.bytes(cluster.directory(leader));
		Cell cell = this.run.writesOn(cluster, entries + " entries", PAYLOAD_BYTES, OUTSTANDING);
		String state = (wrong != null) ? Cell.state(wrong) : cell.state();
		System.gc();
		long heapBytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		LoadResult load = cell.load();
		this.writes.row(Format.whole(entries), Format.whole(load.operationsPerSecond()),
				Format.micros(load.latencies().p50()), Format.micros(load.latencies().p99()), mebibytes(logBytes),
				mebibytes(heapBytes), mebibytes(ResidentMemory.bytes()), state);
		this.report.progress(
				Format.whole(entries) + " entries: " + Format.whole(load.operationsPerSecond()) + " ops/s, " + state);
	}

	private void restart(RaftBootCluster cluster) throws Exception {
		NodeRestart restart = NodeRestart.measure(cluster);
		String state = Cell.state(restart.wrong());
		this.restarts.row(Format.whole(restart.entries()), mebibytes(restart.logBytes()), seconds(restart.startNanos()),
				seconds(restart.appliedNanos()), state);
		this.report.progress(Format.whole(restart.entries()) + " entries: all applied "
				+ seconds(restart.appliedNanos()) + " s after the start, " + state);
	}

	private void print() throws Exception {
		this.report
			.table(this.writes.note("Entries and files of the log: of one node, before the warm-up. Heap in use after a"
					+ " collection, and resident memory: of the process with all " + NODES
					+ " nodes, after the window."));
		this.report.table(this.restarts.note("From the call of start until it returns, and until all is applied that"
				+ " the cluster had committed. The log is in the page cache, as far as it fits."));
	}

	private static String mebibytes(long bytes) {
		return Format.decimal(bytes / 1048576.0);
	}

	private static String seconds(long nanos) {
		return Format.ratio(nanos / 1e9);
	}

}
