package io.raftboot.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.Leadership;
import io.raftboot.benchmarks.cluster.RaftBootCluster;
import io.raftboot.benchmarks.load.ClosedLoop;
import io.raftboot.benchmarks.load.MeasuredPart;
import io.raftboot.benchmarks.load.Operation;
import io.raftboot.benchmarks.load.PacedLoad;
import io.raftboot.benchmarks.meter.Latencies;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;
import io.raftboot.core.node.RaftStatus;
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
		String parent = arguments.text("directory");
		arguments.rejectUnread();
		SnapshotOptions defaults = SnapshotOptions.DEFAULTS;
		SnapshotOptions snapshots = new SnapshotOptions(Math.min(defaults.entries(), entries / 10), defaults.logBytes(),
				defaults.interval(), Math.min(defaults.trailingEntries(), entries / 10), sendRate, defaults.retained());
		try (DataDirectory directory = DataDirectory.create(parent, report);
				RaftBootCluster cluster = new RaftBootCluster(stateBytes, snapshots)) {
			Environment.print(report, directory.path(), NODES + " nodes, state of " + stateBytes + " bytes, "
					+ payloadBytes + " bytes per command, " + Format.whole(rate) + " writes/s");
			cluster.start(ClusterSettings.of(directory.fresh("catchup"), NODES));
			measure(cluster, entries, rate, payloadBytes, window, report);
		}
	}

	private static void measure(RaftBootCluster cluster, long entries, double rate, int payloadBytes, Duration window,
			Report report) throws Exception {
		int leader = Leadership.await(cluster, Duration.ofSeconds(30));
		int away = (leader + 1) % NODES;
		Operation write = (command, completion) -> cluster.propose(leader, command, completion);
		Table table = new Table("Writes while a follower comes back", "phase", "seconds", "writes", "p50 us", "p99 us",
				"p99.9 us", "max us");
		try (PacedLoad load = new PacedLoad(write, rate, payloadBytes)) {
			pause(Duration.ofSeconds(2));
			load.take();
			pause(window);
			row(table, "all up", window.toNanos(), load.take());
		}
		cluster.stopNode(away);
		long from = cluster.status(leader).lastIndex();
		while (cluster.status(leader).lastIndex() - from < entries) {
			new ClosedLoop(write, 1024, payloadBytes).run(Duration.ZERO, Duration.ofMillis(500),
					MeasuredPart.UNOBSERVED);
		}
		report.progress("entries " + from + " to " + cluster.status(leader).lastIndex() + " written, the log begins at "
				+ cluster.status(leader).firstIndex());
		try (PacedLoad load = new PacedLoad(write, rate, payloadBytes)) {
			pause(Duration.ofSeconds(2));
			load.take();
			pause(window);
			row(table, "one away", window.toNanos(), load.take());
			long start = System.nanoTime();
			cluster.startNode(away);
			awaitCaughtUp(cluster, leader, away);
			row(table, "coming back", System.nanoTime() - start, load.take());
			pause(window);
			row(table, "all up again", window.toNanos(), load.take());
			table.note("Failed writes: " + load.failures());
		}
		RaftStatus back = cluster.status(away);
		report.table(table.note("Came back by the snapshot of entry " + back.snapshotIndex() + " of "
				+ back.snapshotBytes() + " bytes; its log begins at " + back.firstIndex() + "."));
	}

	private static void awaitCaughtUp(RaftBootCluster cluster, int leader, int away) {
		long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
		while (cluster.status(away).appliedIndex() < cluster.status(leader).commitIndex() - 100) {
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("The follower did not come back within five minutes");
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
	}

	private static void row(Table table, String phase, long nanos, Latencies latencies) {
		table.row(phase, Format.decimal(nanos / 1e9), Long.toString(latencies.count()), Format.micros(latencies.p50()),
				Format.micros(latencies.p99()), Format.micros(latencies.p999()), Format.micros(latencies.max()));
	}

	private static void pause(Duration time) throws InterruptedException {
		Thread.sleep(time.toMillis());
	}

}
