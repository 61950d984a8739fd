package io.raftboot.core.model;

/**
 * Answers a {@link StatusRequest}.
 *
 * @param from who answers
 * @param requestId number of the question
 * @param status how it is
 */
public record StatusResponse(NodeId from, long requestId, MemberStatus status) implements Message.Observation {

	@Override
	public long term() {
		return this.status.term();
	}

}
