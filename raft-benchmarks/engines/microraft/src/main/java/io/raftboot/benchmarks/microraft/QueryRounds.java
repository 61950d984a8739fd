package io.raftboot.benchmarks.microraft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.microraft.Ordered;
import io.microraft.QueryPolicy;
import io.microraft.RaftNode;
import io.raftboot.benchmarks.cluster.Completion;

/**
 * Linearizable reads of one node: one query of MicroRaft for all reads that wait, and
 * never two at once.
 * <p>
 * MicroRaft lets a query join those that wait for answers already, without a new round of
 * messages: an answer that a follower gave before the query was asked, and that comes
 * late, confirms the leader for it although another may lead by then. A query that is
 * alone always has a round of its own.
 */
final class QueryRounds {

	private final RaftNode node;

	private List<Completion> waiting = new ArrayList<>();

	private boolean asking;

	QueryRounds(RaftNode node) {
		this.node = node;
	}

	void read(Completion completion) {
		synchronized (this) {
			this.waiting.add(completion);
			if (this.asking) {
				return;
			}
			this.asking = true;
		}
		ask();
	}

	private void ask() {
		List<Completion> reads;
		synchronized (this) {
			if (this.waiting.isEmpty()) {
				this.asking = false;
				return;
			}
			reads = this.waiting;
			this.waiting = new ArrayList<>();
		}
		query().whenComplete((result, failure) -> {
			ask();
			for (Completion read : reads) {
				read.accept(result, failure);
			}
		});
	}

	private CompletableFuture<Ordered<Object>> query() {
		try {
			return this.node.query(Marker.READ, QueryPolicy.LINEARIZABLE, Optional.empty(), Optional.empty());
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
