package io.raftboot.benchmarks;

import java.nio.file.Path;
import java.time.Duration;

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

	static LoadRun of(Arguments arguments, DataDirectory directory, boolean quick) {
		String recording = arguments.text("jfr");
		return new LoadRun(arguments.text("engine", "raftboot"), directory, arguments.seconds("warmup", quick ? 1 : 5),
				arguments.seconds("seconds", quick ? 1 : 5), (recording != null) ? Path.of(recording) : null);
	}

	String describe() {
		return this.engine + ", " + NODES + " nodes in one JVM, warm-up " + this.warmup.toMillis() / 1e3
				+ " s, measured " + this.measured.toMillis() / 1e3 + " s"
				+ ((this.recordingFile != null) ? ", with a flight recording (costs speed)" : "");
	}

	/** Writes to the leader; void unless all nodes then hold exactly these. */
	Cell writes(int payloadBytes, int outstanding) throws Exception {
		try (ClusterUnderTest cluster = started()) {
			int leader = Leadership.await(cluster, LEADER_TIMEOUT);
			Verification verification = new Verification(cluster);
			Cell cell = run(Integer.toString(payloadBytes), outstanding, payloadBytes,
					(command, completion) -> cluster.propose(leader, command, completion));
			String wrong = verification.verify(cell.load(), VERIFY_TIMEOUT);
			if (wrong == null && cluster.leader() != leader) {
				wrong = "the leader changed";
			}
			return judged(cell, wrong);
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
		return new Cell(cell.kind(), cell.outstanding(), load, cell.usage(), verdict);
	}

}
