package io.raftboot.core.model;

/**
 * A follower asks its leader for an index at which a linearizable read may be answered
 * (thesis 6.4).
 *
 * @param from the follower
 * @param term its current term
 * @param readId the follower's number for a whole batch of waiting reads
 * @param leaseAllowed whether the leader may answer by its lease
 */
public record ReadIndexRequest(NodeId from, long term, long readId, boolean leaseAllowed) implements Message.Protocol {

	@Override
	public void deliverTo(MessageHandler handler, long nowNanos) {
		handler.onReadIndexRequest(this, nowNanos);
	}
}
