package io.raftboot.actuate;

import java.util.concurrent.CompletableFuture;

import io.raftboot.actuate.RaftAnswer.Outcome;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftAdministration;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.node.RaftStoppedException;
import org.jspecify.annotations.Nullable;

/**
 * Has orders of operators carried out, by whoever leads, and waits for their end. For any
 * thread that may block.
 */
public final class RaftOrders {

	/** How long this node may take to show what it has done. */
	private static final long SETTLE_MILLIS = 1_000L;

	private final RaftNode node;

	private final StatusWatch watch;

	private final Verifier verifier;

	private final long usualMillis;

	/**
	 * Orders to this node.
	 * @param node the node
	 * @param usualMillis how long to wait where an order does not say
	 */
	public RaftOrders(RaftNode node, long usualMillis) {
		this.node = node;
		this.watch = new StatusWatch(node);
		this.verifier = new Verifier(node, this.watch);
		this.usualMillis = usualMillis;
	}

	/**
	 * Has an operation carried out.
	 * @param operation one without an address
	 * @param member the node concerned, null where there is none
	 * @return how it ended
	 */
	public RaftOutcome carryOut(RaftOperation operation, @Nullable String member) {
		return carryOut(new RaftOrder(operation, member, member, null, null, false));
	}

	RaftOutcome carryOut(RaftOrder order) {
		try {
			long timeoutMillis = order.timeoutMillis(this.usualMillis);
			if (order.operation() == RaftOperation.VERIFY && !order.dryRun()) {
				return this.verifier.verify(timeoutMillis);
			}
			NodeId concerned = order.concerned();
			RaftOutcome outcome = RaftOutcome.of(begin(order), timeoutMillis);
			if (outcome.outcome() == Outcome.REFUSED && isStranger(order, concerned)) {
				return RaftOutcome.of(Outcome.UNKNOWN, outcome.message());
			}
			return (outcome.isDone() && !order.dryRun()) ? settled(order, outcome) : outcome;
		}
		catch (IllegalArgumentException ex) {
			return RaftOutcome.of(Outcome.BAD_PARAMETER, ex.getMessage());
		}
	}

	private CompletableFuture<Long> begin(RaftOrder order) {
		RaftAdministration administration = order.dryRun() ? this.node.administration().dryRun()
				: this.node.administration();
		return switch (order.operation()) {
			case TRANSFER -> administration.transferLeadership(order.concerned());
			case STEP_DOWN -> administration.stepDown();
			case ADD_LEARNER -> administration.addLearner(order.requiredNode(), order.requiredAddress());
			case PROMOTE -> administration.promote(order.requiredNode());
			case DEMOTE -> administration.demote(order.requiredNode());
			case REMOVE -> administration.remove(order.requiredNode());
			case SET_ADDRESS -> administration.setAddress(order.requiredNode(), order.requiredAddress());
			case SNAPSHOT -> order.dryRun() ? running() : this.node.snapshot().thenApply(SnapshotMeta::index);
			// What can be said without a word in the log is whether anybody leads
			case VERIFY -> this.node.administration().dryRun().stepDown();
		};
	}

	private CompletableFuture<Long> running() {
		RaftStatus status = this.node.status();
		return (status.state() == NodeState.RUNNING) ? CompletableFuture.completedFuture(status.appliedIndex())
				: CompletableFuture.failedFuture(new RaftStoppedException("The node is not running"));
	}

	private boolean isStranger(RaftOrder order, @Nullable NodeId concerned) {
		return concerned != null && order.operation() != RaftOperation.ADD_LEARNER
				&& this.node.status().membership().member(concerned) == null;
	}

	/** What the leader has done, this node may see a moment later. */
	private RaftOutcome settled(RaftOrder order, RaftOutcome outcome) {
		Long index = outcome.index();
		NodeId concerned = order.concerned();
		if (order.operation() == RaftOperation.TRANSFER && concerned != null) {
			this.watch.await((status) -> concerned.equals(status.leader()), SETTLE_MILLIS);
		}
		if (index != null && order.operation() != RaftOperation.SNAPSHOT) {
			this.watch.await((status) -> status.membershipIndex() >= index, SETTLE_MILLIS);
		}
		if (order.operation() == RaftOperation.PROMOTE
				&& !this.node.status().membership().isVoter(order.requiredNode())) {
			return new RaftOutcome(Outcome.RUNNING,
					"Node " + order.requiredNode() + " becomes a voter as soon as it has caught up", index, null);
		}
		return outcome;
	}

}
