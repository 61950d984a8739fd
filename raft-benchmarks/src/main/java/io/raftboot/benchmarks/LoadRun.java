package io.raftboot.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Engines;
import io.raftboot.benchmarks.cluster.Leadership;
import io.raftboot.benchmarks.load.ClosedLoop;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.load.Operation;
import io.raftboot.benchmarks.load.Verification;
import io.raftboot.benchmarks.profile.FlightRecording;
import org.jspecify.annotations.Nullable;

/**
 * Measures cells, each on a cluster of its own with empty directories, so that no cell
 * inherits the log of another.
 *
 * @param engine name of the engine
 * @param directory where the clusters keep their data
 * @param warmup load before the measured window
 * @param measured length of the window
 * @param recordingFile flight recordings of the windows, null for none; their names get
 * the cell as suffix
 */
record LoadRun(String engine, DataDirectory directory, Duration warmup, Duration measured,
		@Nullable Path recordingFile) {

	private static final int NODES = 3;

	static final Duration LEADER_TIMEOUT = Duration.ofSeconds(30);

	static final Duration VERIFY_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration WARM_UP_MEASURED = Duration.ofMillis(50);

	static LoadRun of(Arguments arguments, DataDirectory directory, boolean quick) {
		String recording = arguments.text("jfr");
		return new LoadRun(arguments.text("engine", "raftboot"), directory, arguments.seconds("warmup", quick ? 1 : 5),
				arguments.seconds("seconds", quick ? 1 : 5), (recording != null) ? Path.of(recording) : null);
	}

	/** The same load for that long, of which next to nothing is measured. */
	LoadRun warmUp(Duration duration) {
		return new LoadRun(this.engine, this.directory, duration, WARM_UP_MEASURED, null);
	}

	String describe() {
		return this.engine + ", " + NODES + " nodes in one JVM, warm-up " + this.warmup.toMillis() / 1e3
				+ " s, measured " + this.measured.toMillis() / 1e3 + " s"
				+ ((this.recordingFile != null) ? ", with a flight recording (costs speed)" : "");
	}

	/** Writes to the leader; void unless all nodes then hold exactly these. */
	Cell writes(int payloadBytes, int outstanding) throws Exception {
		return writes(Integer.toString(payloadBytes), 0, payloadBytes, outstanding);
	}

	/** The same through a follower, which forwards them. */
	Cell forwardedWrites(int payloadBytes, int outstanding) throws Exception {
		return writes("forwarded " + payloadBytes, 1, payloadBytes, outstanding);
	}

	private Cell writes(String kind, int placesFromLeader, int payloadBytes, int outstanding) throws Exception {
		try (ClusterUnderTest cluster = started()) {
			return writesOn(cluster, kind, placesFromLeader, payloadBytes, outstanding);
		}
	}

	/** As {@link #writes}, on a cluster that runs and where nothing is outstanding. */
	Cell writesOn(ClusterUnderTest cluster, String kind, int payloadBytes, int outstanding) throws Exception {
		return writesOn(cluster, kind, 0, payloadBytes, outstanding);
	}

	private Cell writesOn(ClusterUnderTest cluster, String kind, int placesFromLeader, int payloadBytes,
			int outstanding) throws Exception {
		int leader = Leadership.await(cluster, LEADER_TIMEOUT);
		int node = (leader + placesFromLeader) % cluster.nodes();
		awaitForwarding(cluster, node, leader);
		Verification verification = new Verification(cluster);
		Cell cell = run(kind, outstanding, payloadBytes,
				(command, completion) -> cluster.propose(node, command, completion));
		return judged(cell, verified(cluster, leader, verification, cell.load()));
	}

	/** One write after nine reads, all on the leader. */
	Cell mixed(int payloadBytes, int outstanding) throws Exception {
		try (ClusterUnderTest cluster = started()) {
			int leader = Leadership.await(cluster, LEADER_TIMEOUT);
			Leadership.commitOne(cluster, leader, LEADER_TIMEOUT);
			awaitApplied(cluster);
			Verification verification = new Verification(cluster);
			MixedOperation mixed = new MixedOperation(cluster, leader);
			Cell cell = run("mixed " + payloadBytes, outstanding, payloadBytes, mixed);
			return judged(cell, verified(cluster, leader, verification, mixed.writesOf(cell.load())));
		}
	}

	private static @Nullable String verified(ClusterUnderTest cluster, int leader, Verification verification,
			LoadResult writes) {
		String wrong = verification.verify(writes, VERIFY_TIMEOUT);
		return (wrong == null && cluster.leader() != leader) ? "the leader changed" : wrong;
	}

	/** A follower may hear of the leader later than we do. */
	private static void awaitForwarding(ClusterUnderTest cluster, int node, int leader) throws Exception {
		if (node != leader) {
			Leadership.commitOneWhenPossible(cluster, node, LEADER_TIMEOUT);
			awaitApplied(cluster);
		}
	}

	private static void awaitApplied(ClusterUnderTest cluster) {
		long deadline = System.nanoTime() + VERIFY_TIMEOUT.toNanos();
		for (int node = 0; node < cluster.nodes(); node++) {
			while (cluster.applied(node).count() == 0 && System.nanoTime() - deadline < 0) {
				LockSupport.parkNanos(1_000_000L);
			}
		}
	}

	/** Reads on the leader or on a follower. */
	Cell reads(boolean onLeader, int outstanding) throws Exception {
		try (ClusterUnderTest cluster = started()) {
			int leader = Leadership.await(cluster, LEADER_TIMEOUT);
			Leadership.commitOne(cluster, leader, LEADER_TIMEOUT);
			int node = onLeader ? leader : (leader + 1) % cluster.nodes();
			Cell cell = run(onLeader ? "leader" : "follower", outstanding, Long.BYTES,
					(command, completion) -> cluster.read(node, completion));
			return judged(cell, (cell.load().unfinished() > 0) ? "reads never ended" : null);
		}
	}

	private ClusterUnderTest started() throws Exception {
		ClusterUnderTest cluster = Engines.create(this.engine);
		try {
			cluster.start(ClusterSettings.of(this.directory.fresh("cluster"), NODES));
			return cluster;
		}
		catch (Exception ex) {
			cluster.close();
			throw ex;
		}
	}

	private Cell run(String kind, int outstanding, int payloadBytes, Operation operation) throws Exception {
		System.gc();
		Path file = (this.recordingFile != null) ? FlightRecording.fileOf(this.recordingFile, kind + "x" + outstanding)
				: null;
		try (MeteredPart metered = new MeteredPart(file)) {
			LoadResult load = new ClosedLoop(operation, outstanding, payloadBytes).run(this.warmup, this.measured,
					metered);
			return new Cell(kind, outstanding, load, metered.usage(), null);
		}
	}

	private static Cell judged(Cell cell, @Nullable String wrong) {
		LoadResult load = cell.load();
		String verdict = (wrong == null && !load.failures().isEmpty()) ? "failed: " + load.failures() : wrong;
		return cell.withWrong(verdict);
	}

}
