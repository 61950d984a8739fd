package io.raftboot.core.node;

import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.AdminRequest.Operation;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.protocol.MembershipChangeException;
import io.raftboot.core.protocol.MembershipRules;
import org.jspecify.annotations.Nullable;

/** Judges an order by what a node knows of the cluster, without doing anything. */
final class AdminPreview {

	private AdminPreview() {
	}

	static CompletableFuture<Long> of(AdminOrder order, RaftStatus status) {
		try {
			check(order, status);
			return CompletableFuture.completedFuture(status.membershipIndex());
		}
		catch (RaftException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		catch (MembershipChangeException ex) {
			return CompletableFuture.failedFuture(new ChangeRefusedException(ex.getMessage()));
		}
	}

	private static void check(AdminOrder order, RaftStatus status) {
		NodeId leader = status.leader();
		if (leader == null) {
			throw new NotLeaderException(null);
		}
		if (order.operation() == Operation.TRANSFER) {
			checkTransfer(order.target(), leader, status.membership());
		}
		else if (order.operation() != Operation.STEP_DOWN) {
			checkChange(order, status);
		}
	}

	private static void checkTransfer(@Nullable NodeId target, NodeId leader, Membership membership) {
		if (target != null && !membership.isVoter(target)) {
			throw new ChangeRefusedException("Node " + target + " is not a voter of this cluster");
		}
		if (target == null && membership.voters().stream().allMatch((voter) -> voter.id().equals(leader))) {
			throw new ChangeRefusedException("There is no other voter that could lead");
		}
	}

	private static void checkChange(AdminOrder order, RaftStatus status) {
		Membership current = status.membership();
		if (current.isJoint()) {
			throw new ChangeRefusedException("Another change of the members is not finished");
		}
		if (order.expectedIndex() >= 0L && order.expectedIndex() != status.membershipIndex()) {
			throw new ChangeRefusedException("The configuration in effect is entry " + status.membershipIndex()
					+ ", not " + order.expectedIndex());
		}
		MembershipRules.check(current, MembershipEdits.apply(order, current));
	}

}
