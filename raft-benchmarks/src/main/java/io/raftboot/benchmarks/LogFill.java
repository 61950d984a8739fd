package io.raftboot.benchmarks;

import java.time.Duration;

import io.raftboot.benchmarks.cluster.Leadership;
import io.raftboot.benchmarks.cluster.NodeView;
import io.raftboot.benchmarks.cluster.ObservedCluster;
import io.raftboot.benchmarks.load.ClosedLoop;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.load.MeasuredPart;
import io.raftboot.benchmarks.load.Verification;
import org.jspecify.annotations.Nullable;

/**
 * Writes until a log has so many entries, in pieces that are shorter when few are
 * missing.
 */
final class LogFill {

	private static final int OUTSTANDING = 1024;

	private static final Duration FIRST_PIECE = Duration.ofMillis(100);

	private static final Duration LONGEST_PIECE = Duration.ofSeconds(2);

	private final ObservedCluster cluster;

	private final int payloadBytes;

	LogFill(ObservedCluster cluster, int payloadBytes) {
		this.cluster = cluster;
		this.payloadBytes = payloadBytes;
	}

	/**
	 * Fills it, unless it has as many.
	 * @return what is wrong, null when all nodes hold exactly what was acknowledged
	 */
	@Nullable String upTo(long entries) throws Exception {
		int leader = Leadership.await(this.cluster, LoadRun.LEADER_TIMEOUT);
		Duration piece = FIRST_PIECE;
		while (true) {
			long missing = entries - entries(this.cluster.running(leader));
			if (missing <= 0) {
				return null;
			}
			Verification verification = new Verification(this.cluster);
			LoadResult load = write(leader, piece);
			String wrong = verification.verify(load, LoadRun.VERIFY_TIMEOUT);
			if (wrong != null || !load.failures().isEmpty()) {
				return "while it was filled: " + ((wrong != null) ? wrong : load.failures().toString());
			}
			piece = piece(load, entries - entries(this.cluster.running(leader)));
		}
	}

	private LoadResult write(int leader, Duration piece) {
		return new ClosedLoop((command, completion) -> this.cluster.propose(leader, command, completion), OUTSTANDING,
				this.payloadBytes)
			.run(Duration.ZERO, piece, MeasuredPart.UNOBSERVED);
	}

	/** As long as these take at the rate of the last piece. */
	private static Duration piece(LoadResult last, long missing) {
		double nanos = (double) last.windowNanos() * Math.max(0L, missing) / Math.max(1L, last.acknowledged());
		return Duration.ofNanos((long) Math.min(nanos, LONGEST_PIECE.toNanos()));
	}

	/** How many the log of this node has. */
	static long entries(NodeView view) {
		return view.lastIndex() - view.firstIndex() + 1;
	}

}
