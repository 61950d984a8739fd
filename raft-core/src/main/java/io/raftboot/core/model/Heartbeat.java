package io.raftboot.core.model;

/**
 * Keeps a leader's authority, tells what is committed and asks for a sign of life.
 *
 * @param from the leader
 * @param term its term
 * @param commitIndex the lower one of its commit index and what this follower is known to
 * hold, so that nothing is committed that does not match
 * @param round number of the leader's current quorum round, sent back in the answer
 * @param voteRefusalMillis how long the receiver must refuse votes after this
 */
public record Heartbeat(NodeId from, long term, long commitIndex, long round,
		int voteRefusalMillis) implements Message.Protocol {

	@Override
	public void deliverTo(MessageHandler handler, long nowNanos) {
		handler.onHeartbeat(this, nowNanos);
	}
}
