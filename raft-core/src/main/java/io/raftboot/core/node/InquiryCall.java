package io.raftboot.core.node;

import io.raftboot.core.model.InquiryRequest;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;

/** A question to the application of a node. */
final class InquiryCall extends PeerCall<byte[]> {

	final String topic;

	InquiryCall(NodeId target, String topic, long deadlineNanos) {
		super(target, deadlineNanos);
		this.topic = topic;
	}

	@Override
	Message.Observation question(NodeId self, long term) {
		return new InquiryRequest(self, term, this.requestId, this.topic);
	}

}
