package io.raftboot.core.model;

/**
 * Answers a {@link Heartbeat}.
 *
 * @param from the follower
 * @param term its current term
 * @param round round of the heartbeat answered, 0 if it was of an earlier term
 * @param lastLogIndex index of its last entry, so that a lost append is noticed
 */
public record HeartbeatResponse(NodeId from, long term, long round, long lastLogIndex) implements Message.Protocol {

	@Override
	public void deliverTo(MessageHandler handler, long nowNanos) {
		handler.onHeartbeatResponse(this, nowNanos);
	}
}
