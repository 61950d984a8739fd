package io.raftboot.test.simulation;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.raftboot.core.model.FencingToken;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.RaftEvent.LeadershipGranted;
import io.raftboot.core.model.RaftEvent.LeadershipRevoked;
import io.raftboot.core.node.Leadership;
import org.jspecify.annotations.Nullable;

/**
 * Leaderships that are granted to nodes: one per term, with growing tokens, and never
 * while somebody else may still rely on what it was told of its own, by its clock. Each
 * is told once, and its end once.
 */
final class LeadershipLaws {

	/** Rounding between clocks. */
	private static final long TOLERANCE_NANOS = 10L;

	private final Timeline timeline;

	private final Coverage coverage;

	private final Map<NodeId, Holder> holders = new LinkedHashMap<>();

	private final Set<Long> toldTerms = new HashSet<>();

	private @Nullable FencingToken newest;

	LeadershipLaws(Timeline timeline, Coverage coverage) {
		this.timeline = timeline;
		this.coverage = coverage;
	}

	/** After each event of this node. */
	void check(SimulatedNode node) {
		Leadership leadership = node.node().leadership();
		if (leadership == null) {
			return;
		}
		Holder holder = holder(node.id());
		if (leadership != holder.leadership) {
			granted(node, leadership.token());
			holder.leadership = leadership;
		}
		long nanos = leadership.remaining().toNanos();
		if (nanos > 0L) {
			long until = this.timeline.nowNanos() + node.clock().simulatedNanos(nanos) - TOLERANCE_NANOS;
			holder.promisedUntilNanos = Math.max(holder.promisedUntilNanos, until);
		}
	}

	private void granted(SimulatedNode node, FencingToken token) {
		require(this.newest == null || token.isNewerThan(this.newest), node, "is granted ", token,
				" after " + this.newest);
		require(node.appliedIndex() >= token.index(), node, "is granted ", token, " before it has applied that entry");
		this.newest = token;
		this.holders.forEach(
				(id, other) -> require(id.equals(node.id()) || other.promisedUntilNanos <= this.timeline.nowNanos(),
						node, "is granted ", token, " while " + id + " may rely on " + other.leadership));
	}

	/** What a node says of its leaderships. */
	void says(SimulatedNode node, RaftEvent event) {
		Holder holder = holder(node.id());
		if (event instanceof LeadershipGranted granted) {
			this.coverage.count(Transition.LEADERSHIP_GRANTED);
			require(holder.told == null && this.toldTerms.add(granted.token().term()), node, "says it was granted ",
					granted.token(), ", but before " + holder.told);
			holder.told = granted.token();
		}
		else if (event instanceof LeadershipRevoked revoked) {
			this.coverage.count(Transition.LEADERSHIP_REVOKED);
			require(revoked.token().equals(holder.told), node, "says that this is over: ", revoked.token(),
					", but was granted " + holder.told);
			holder.told = null;
		}
	}

	/** The process is gone, and everybody who relied on anything with it. */
	void gone(NodeId node) {
		this.holders.remove(node);
	}

	private Holder holder(NodeId node) {
		return this.holders.computeIfAbsent(node, (id) -> new Holder());
	}

	private static void require(boolean holds, SimulatedNode node, String what, FencingToken token, String more) {
		if (!holds) {
			throw new BrokenLaw(node.id() + " " + what + token + more);
		}
	}

	/** What a node has of leaderships. */
	private static final class Holder {

		@Nullable Leadership leadership;

		/** Simulated time until which somebody may have been told that it holds. */
		private long promisedUntilNanos = Long.MIN_VALUE;

		/** What it has told, and not the end of. */
		@Nullable FencingToken told;

	}

}
