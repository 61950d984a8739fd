package io.raftboot.core.node;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.raftboot.core.model.AdminRequest.Operation;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Changes the cluster a node belongs to. For any thread, and on any node: orders go to
 * the leader. What the leader cannot do yet (another change is under way, it is new) is
 * asked again until the node's proposal timeout.
 * <p>
 * Futures complete on a thread of their own when the new configuration is committed, with
 * its index; they fail with {@link ChangeRefusedException} or {@link NotLeaderException}
 * (nothing was changed), {@link OutcomeUnknownException} or {@link RaftTimeoutException}
 * (it may have been), or {@link RaftStoppedException}. Orders to do what is done already
 * succeed.
 */
public final class RaftAdministration {

	private final Function<AdminOrder, CompletableFuture<Long>> orders;

	private final Function<AdminOrder, CompletableFuture<Long>> previews;

	RaftAdministration(Function<AdminOrder, CompletableFuture<Long>> orders,
			Function<AdminOrder, CompletableFuture<Long>> previews) {
		this.orders = orders;
		this.previews = previews;
	}

	/**
	 * The same without any effect: futures are completed at once, with the index of the
	 * configuration that is in effect, or with the failure that is to be expected. Judged
	 * by what this node knows, which may be less than what the leader does.
	 */
	public RaftAdministration dryRun() {
		return new RaftAdministration(this.previews, this.previews);
	}

	/**
	 * Lets a node in: as a learner first, as a voter as soon as it has caught up (thesis
	 * 4.2.1). Done when it is a learner. A node started with {@code join} asks for this
	 * by itself.
	 * @param address {@code host:port} where its peers reach it
	 */
	public CompletableFuture<Long> addVoter(NodeId id, String address) {
		return at(address, new AdminOrder(Operation.JOIN, id, address, 0L, -1L, null));
	}

	/**
	 * Lets a node in that receives the log and never votes, whether it runs already or is
	 * started later, with {@code join}.
	 */
	public CompletableFuture<Long> addLearner(NodeId id, String address) {
		return at(address, new AdminOrder(Operation.ADD_LEARNER, id, address, 0L, -1L, null));
	}

	/** Makes a learner a voter as soon as it has caught up; done when that is decided. */
	public CompletableFuture<Long> promote(NodeId id) {
		return this.orders.apply(AdminOrder.of(Operation.PROMOTE, id));
	}

	/** Makes a voter a learner. */
	public CompletableFuture<Long> demote(NodeId id) {
		return this.orders.apply(AdminOrder.of(Operation.DEMOTE, id));
	}

	/**
	 * Takes a node out of the cluster; the leader too, which hands over then. The node
	 * itself goes on running, without a part in the cluster.
	 */
	public CompletableFuture<Long> remove(NodeId id) {
		return this.orders.apply(AdminOrder.of(Operation.REMOVE, id));
	}

	/**
	 * Gives a member another address. A node whose own address changed does it itself.
	 */
	public CompletableFuture<Long> setAddress(NodeId id, String address) {
		return at(address, new AdminOrder(Operation.SET_ADDRESS, id, address, 0L, -1L, null));
	}

	/**
	 * Changes to this configuration, on the leader only. Nodes that are no members yet
	 * enter as joining ones and are promoted when they have caught up; learners that have
	 * become voters, and others leave, by joint consensus (thesis 4.3). Refused if it
	 * would make a learner a voter that has not caught up, or let voters go while others
	 * still have to come in their place.
	 * @param target not joint
	 * @param expectedIndex index of the configuration the caller based it on
	 * ({@link RaftStatus#membershipIndex}); -1 for any
	 */
	public CompletableFuture<Long> changeMembership(Membership target, long expectedIndex) {
		return this.orders.apply(new AdminOrder(null, null, "", 0L, expectedIndex, target));
	}

	/**
	 * Hands leadership over (thesis 3.10). Done when this node knows of the new leader;
	 * refused if the target did not take over within an election timeout.
	 * @param target to whom, null for the voter that has most of the log
	 */
	public CompletableFuture<Long> transferLeadership(@Nullable NodeId target) {
		return this.orders.apply(AdminOrder.of(Operation.TRANSFER, target));
	}

	/**
	 * Has the leader give up leading, and leave it to others for some election timeouts.
	 */
	public CompletableFuture<Long> stepDown() {
		return this.orders.apply(AdminOrder.of(Operation.STEP_DOWN, null));
	}

	private CompletableFuture<Long> at(String address, AdminOrder order) {
		try {
			MembershipEdits.checkAddress(address);
			return this.orders.apply(order);
		}
		catch (ChangeRefusedException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
