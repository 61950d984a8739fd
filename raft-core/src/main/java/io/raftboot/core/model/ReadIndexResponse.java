package io.raftboot.core.model;

/**
 * Answers a {@link ReadIndexRequest}.
 *
 * @param from the leader
 * @param term its current term
 * @param readId number from the request
 * @param index the index the follower must have applied, or -1 when this node cannot tell
 */
public record ReadIndexResponse(NodeId from, long term, long readId, long index) implements Message.Protocol {

	@Override
	public void deliverTo(MessageHandler handler, long nowNanos) {
		handler.onReadIndexResponse(this, nowNanos);
	}
}
