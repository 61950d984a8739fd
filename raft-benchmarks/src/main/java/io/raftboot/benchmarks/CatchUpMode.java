package io.raftboot.benchmarks;

import java.time.Duration;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.Leadership;
import io.raftboot.benchmarks.cluster.NodeView;
import io.raftboot.benchmarks.cluster.ObservedCluster;
import io.raftboot.benchmarks.cluster.ProcessCluster;
import io.raftboot.benchmarks.cluster.RaftBootCluster;
import io.raftboot.benchmarks.load.ClosedLoop;
import io.raftboot.benchmarks.load.MeasuredPart;
import io.raftboot.benchmarks.load.Operation;
import io.raftboot.benchmarks.load.PacedLoad;
import io.raftboot.benchmarks.meter.Latencies;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;
import io.raftboot.core.node.SnapshotOptions;

/**
 * A follower is away while many entries are written and the log is shortened, then comes
 * back by snapshot while writes go on at a steady rate: what that does to the leader's
 * latency.
 */
final class CatchUpMode implements Mode {

	private static final int NODES = 3;

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		boolean quick = arguments.flag("quick");
		long entries = arguments.integer("entries", quick ? 20_000 : 1_000_000);
		double rate = arguments.number("rate", 5000);
		int stateBytes = arguments.integer("state", quick ? 1 << 20 : 32 << 20);
		int payloadBytes = arguments.integer("payload", 256);
		long sendRate = (long) arguments.number("send-rate", SnapshotOptions.DEFAULTS.sendBytesPerSecond());
		Duration window = arguments.seconds("seconds", quick ? 1 : 10);
		boolean processes = arguments.flag("processes");
		boolean timeline = arguments.flag("timeline");
		String parent = arguments.text("directory");
		arguments.rejectUnread();
		SnapshotOptions defaults = SnapshotOptions.DEFAULTS;
		SnapshotOptions snapshots = new SnapshotOptions(Math.min(defaults.entries(), entries / 10),
				defaults.minInterval(), defaults.logBytes(), defaults.interval(),
				Math.min(defaults.trailingEntries(), entries / 10), sendRate, defaults.retained());
		try (DataDirectory directory = DataDirectory.create(parent, report);
				ObservedCluster cluster = processes ? new ProcessCluster(stateBytes, snapshots)
						: new RaftBootCluster(stateBytes, snapshots)) {
			Environment.print(report, directory.path(),
					NODES + " nodes " + (processes ? "in a process each" : "in one process") + ", state of "
							+ stateBytes + " bytes, " + payloadBytes + " bytes per command, " + Format.whole(rate)
							+ " writes/s, snapshots at " + Format.whole(sendRate) + " bytes/s");
			cluster.start(ClusterSettings.of(directory.fresh("catchup"), NODES));
			measure(cluster, entries, rate, payloadBytes, window, timeline, report);
		}
	}

	private static void measure(ObservedCluster cluster, long entries, double rate, int payloadBytes, Duration window,
			boolean timeline, Report report) throws Exception {
		int leader = Leadership.await(cluster, Duration.ofSeconds(30));
		int away = (leader + 1) % NODES;
		Operation write = (command, completion) -> cluster.propose(leader, command, completion);
		Table table = new Table("Writes while a follower comes back", "phase", "seconds", "writes", "p50 us", "p99 us",
				"p99.9 us", "max us");
		try (PacedLoad load = new PacedLoad(write, rate, payloadBytes)) {
			observe(table, "all up", Duration.ofSeconds(2), window, load);
		}
		cluster.stopNode(away);
		fill(cluster, leader, write, entries, payloadBytes, report);
		try (PacedLoad load = new PacedLoad(write, rate, payloadBytes)) {
			Latencies before = observe(table, "one away", Duration.ofSeconds(2), window, load);
			ComingBack back = new ComingBack(cluster, leader, away, load);
			back.run();
			Latencies meanwhile = back.report(table);
			Latencies after = observe(table, "all up again", Duration.ZERO, window, load);
			table.note("p99 while it comes back: " + times(meanwhile, before) + " times that with one away, "
					+ times(meanwhile, after) + " times that with all up again. Failed writes: " + load.failures());
			if (timeline) {
				report.table(back.timeline());
			}
		}
		NodeView back = cluster.running(away);
		report.table(table.note("Came back by the snapshot of entry " + back.snapshotIndex() + " of "
				+ back.snapshotBytes() + " bytes; its log begins at " + back.firstIndex() + "."));
	}

	/** Writes so many entries as fast as possible. */
	private static void fill(ObservedCluster cluster, int leader, Operation write, long entries, int payloadBytes,
			Report report) {
		long from = cluster.running(leader).lastIndex();
		while (cluster.running(leader).lastIndex() - from < entries) {
			new ClosedLoop(write, 1024, payloadBytes).run(Duration.ZERO, Duration.ofMillis(500),
					MeasuredPart.UNOBSERVED);
		}
		NodeView view = cluster.running(leader);
		report.progress(
				"entries " + from + " to " + view.lastIndex() + " written, the log begins at " + view.firstIndex());
	}

	private static Latencies observe(Table table, String phase, Duration warmup, Duration window, PacedLoad load)
			throws InterruptedException {
		if (!warmup.isZero()) {
			Thread.sleep(warmup.toMillis());
			load.take();
		}
		Thread.sleep(window.toMillis());
		Latencies latencies = Latencies.of(load.take());
		row(table, phase, window.toNanos(), latencies);
		return latencies;
	}

	private static String times(Latencies latencies, Latencies others) {
		return Format.ratio(latencies.p99() / (double) others.p99());
	}

	static void row(Table table, String phase, long nanos, Latencies latencies) {
		table.row(phase, Format.decimal(nanos / 1e9), Long.toString(latencies.count()), Format.micros(latencies.p50()),
				Format.micros(latencies.p99()), Format.micros(latencies.p999()), Format.micros(latencies.max()));
	}

}
