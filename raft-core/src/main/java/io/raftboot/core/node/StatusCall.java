package io.raftboot.core.node;

import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.StatusRequest;

/** A question how a node is. */
final class StatusCall extends PeerCall<MemberStatus> {

	StatusCall(NodeId target, long deadlineNanos) {
		super(target, deadlineNanos);
	}

	@Override
	Message.Observation question(NodeId self, long term) {
		return new StatusRequest(self, term, this.requestId);
	}

}
