package io.raftboot.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.node.RaftStoppedException;

/**
 * What is done with the members of the cluster, on whatever node: the engine brings it to
 * the leader.
 */
final class MembershipCalls {

	/** A follower hears of a change a moment later than the leader answers. */
	private static final long NEWS_MILLIS_MAX = 1000;

	private static final long NEWS_MILLIS = 10;

	private static final Executor LATER = CompletableFuture.delayedExecutor(NEWS_MILLIS, TimeUnit.MILLISECONDS);

	private final RaftNode node;

	MembershipCalls(RaftNode node) {
		this.node = node;
	}

	/**
	 * The members as this node knows them.
	 * @throws RaftStoppedException if it does not run
	 */
	PeerList list() {
		RaftStatus status = this.node.status();
		if (status.state() != NodeState.RUNNING) {
			throw new RaftStoppedException((status.failure() != null) ? "The node has failed: " + status.failure()
					: "The node is not running");
		}
		return PeerList.of(status);
	}

	/** Lets a node in; done when it is in the configuration, before it votes. */
	CompletableFuture<PeerList> add(NodeId id, String address) {
		return this.node.administration().addVoter(id, address).thenCompose(this::listAsOf);
	}

	/** Takes a node out. */
	CompletableFuture<PeerList> delete(NodeId id) {
		return this.node.administration().remove(id).thenCompose(this::listAsOf);
	}

	private CompletableFuture<PeerList> listAsOf(long index) {
		return listAsOf(index, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(NEWS_MILLIS_MAX));
	}

	/** A node that is out now may never hear of it. */
	private CompletableFuture<PeerList> listAsOf(long index, long endNanos) {
		RaftStatus status = this.node.status();
		if (status.membershipIndex() >= index || System.nanoTime() - endNanos >= 0) {
			return CompletableFuture.completedFuture(PeerList.of(status));
		}
		return CompletableFuture.supplyAsync(() -> listAsOf(index, endNanos), LATER).thenCompose((list) -> list);
	}

}
