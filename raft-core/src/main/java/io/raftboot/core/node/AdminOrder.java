package io.raftboot.core.node;

import io.raftboot.core.model.AdminRequest;
import io.raftboot.core.model.AdminRequest.Operation;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What an operator, or a node that joins, wants of the leader.
 *
 * @param operation what, null to change to {@code membership}
 * @param target whom it concerns
 * @param address its address where one is needed, else empty
 * @param incarnation its incarnation, 0 if not known
 * @param expectedIndex index the configuration must have, -1 for any
 * @param membership a whole configuration, not sent to other nodes
 */
record AdminOrder(@Nullable Operation operation, @Nullable NodeId target, String address, long incarnation,
		long expectedIndex, @Nullable Membership membership) {

	static AdminOrder of(Operation operation, @Nullable NodeId target) {
		return new AdminOrder(operation, target, "", 0L, -1L, null);
	}

	static AdminOrder of(AdminRequest request) {
		return new AdminOrder(request.operation(), request.target(), request.address(), request.incarnation(),
				request.expectedIndex(), null);
	}

	AdminRequest request(NodeId from, long term, long requestId) {
		return new AdminRequest(from, term, requestId, this.operation, this.target, this.address, this.incarnation,
				this.expectedIndex);
	}

	boolean isTransfer() {
		return this.operation == Operation.TRANSFER || this.operation == Operation.STEP_DOWN;
	}

}
