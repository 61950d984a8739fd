package io.raftboot.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.transports.PeerTransport;
import io.raftboot.benchmarks.transports.TransportCluster;

/**
 * What TLS and the HTTP transport cost beside plain TCP: the same writes over each in
 * turns, in every round on a new cluster of three applications in one JVM.
 */
final class TransportsMode implements Mode {

	private static final int NODES = 3;

	private static final int WARM_UP_OUTSTANDING = 256;

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		List<PeerTransport> transports = PeerTransport.parse(arguments.text("transports", "tcp,tls,http"));
		boolean quick = arguments.flag("quick");
		int[] payloads = arguments.integers("payload", 256);
		int[] outstandings = arguments.integers("outstanding", 1, 16, 256);
		int rounds = arguments.integer("rounds", quick ? 1 : 5);
		Duration warmup = arguments.seconds("warmup", quick ? 1 : 2);
		Duration measured = arguments.seconds("seconds", quick ? 1 : 3);
		Duration processWarmup = arguments.seconds("process-warmup", quick ? 0 : 5);
		try (DataDirectory directory = DataDirectory.create(arguments.text("directory"), report)) {
			arguments.rejectUnread();
			LoadRun run = new LoadRun("raftboot", directory, warmup, measured, null);
			Environment.print(report, directory.path(),
					run.describe() + ", in applications, transports " + transports + " in turns, payloads "
							+ Arrays.toString(payloads) + ", outstanding " + Arrays.toString(outstandings) + ", rounds "
							+ rounds);
			warmUp(run.warmUp(processWarmup), transports, payloads[0]);
			Map<String, TransportTable> tables = new LinkedHashMap<>();
			for (int round = 1; round <= rounds; round++) {
				for (PeerTransport transport : transports) {
					for (Cell cell : measure(run, transport, payloads, outstandings)) {
						report.progress("round " + round + ", " + transport + ", " + cell.key() + ": "
								+ Format.whole(cell.load().operationsPerSecond()) + " ops/s, " + cell.state());
						tables
							.computeIfAbsent(cell.kind() + " B, " + cell.outstanding() + " outstanding",
									TransportTable::new)
							.add(transport, cell);
					}
				}
			}
			for (TransportTable table : tables.values()) {
				report.table(table.toTable());
			}
		}
	}

	private static List<Cell> measure(LoadRun run, PeerTransport transport, int[] payloads, int[] outstandings)
			throws Exception {
		List<Cell> cells = new ArrayList<>();
		try (TransportCluster cluster = started(run.directory(), transport)) {
			for (int payload : payloads) {
				for (int outstanding : outstandings) {
					cells.add(run.writesOn(cluster, Integer.toString(payload), payload, outstanding));
				}
			}
		}
		return cells;
	}

	/** So that the first transport does not bear the JVM's start. */
	private static void warmUp(LoadRun run, List<PeerTransport> transports, int payload) throws Exception {
		if (run.warmup().isZero()) {
			return;
		}
		for (PeerTransport transport : transports) {
			try (TransportCluster cluster = started(run.directory(), transport)) {
				run.writesOn(cluster, "warm-up", payload, WARM_UP_OUTSTANDING);
			}
		}
	}

	private static TransportCluster started(DataDirectory directory, PeerTransport transport) throws Exception {
		TransportCluster cluster = new TransportCluster(transport);
		try {
			cluster.start(ClusterSettings.of(directory.fresh("cluster"), NODES));
			return cluster;
		}
		catch (Exception ex) {
			cluster.close();
			throw ex;
		}
	}

}
