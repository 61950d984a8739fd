package io.raftboot.benchmarks;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.RaftBootCluster;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;

/** The same writes to clusters of more and more nodes, each with empty directories. */
final class ClusterSizes {

	private static final int PAYLOAD_BYTES = 256;

	private static final int OUTSTANDING = 256;

	private final LoadRun run;

	private final HarnessCost harness;

	private final Report report;

	ClusterSizes(LoadRun run, HarnessCost harness, Report report) {
		this.run = run;
		this.harness = harness;
		this.report = report;
	}

	void measure(int[] sizes) throws Exception {
		Table table = new Table("Cluster size: " + PAYLOAD_BYTES + " B, " + OUTSTANDING + " outstanding", "nodes",
				"ops/s", "p50 µs", "p99 µs", "CPU µs/op", "B/op", "state");
		// Else the first size would pay for the compiler
		writes(sizes[0]);
		for (int size : sizes) {
			row(table, size, writes(size));
		}
		this.report.table(table.note(this.harness.describe())
			.note("After a run of the first size that is not shown. All nodes share the cores and the disk: with each node there is more work for the same machine."));
	}

	private Cell writes(int size) throws Exception {
		try (RaftBootCluster cluster = new RaftBootCluster()) {
			cluster.start(ClusterSettings.of(this.run.directory().fresh("cluster"), size));
			return this.run.writesOn(cluster, size + " nodes", PAYLOAD_BYTES, OUTSTANDING);
		}
	}

	private void row(Table table, int size, Cell cell) {
		LoadResult load = cell.load();
		double bytes = cell.usage().bytesPerOperation(load.completed()) - this.harness.bytesPerOperation();
		table.row(Integer.toString(size), Format.whole(load.operationsPerSecond()),
				Format.micros(load.latencies().p50()), Format.micros(load.latencies().p99()),
				Format.decimal(cell.usage().cpuMicrosPerOperation(load.completed())),
				Format.whole(Math.max(0.0, bytes)), cell.state());
		this.report.progress(size + " nodes: " + Format.whole(load.operationsPerSecond()) + " ops/s, " + cell.state());
	}

}
