package io.raftboot.core.model;

/**
 * A leader asks its successor to campaign at once (thesis 3.10).
 *
 * @param from the leader
 * @param term its term
 * @param round its current quorum round: who has heard of a later one ignores this, so
 * that a late message cannot cost a leader that goes on after a transfer failed its lease
 */
public record TimeoutNow(NodeId from, long term, long round) implements Message.Protocol {

	@Override
	public void deliverTo(MessageHandler handler, long nowNanos) {
		handler.onTimeoutNow(this, nowNanos);
	}
}
