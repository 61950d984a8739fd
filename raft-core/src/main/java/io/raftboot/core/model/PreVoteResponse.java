package io.raftboot.core.model;

/**
 * Answers a {@link PreVoteRequest}.
 *
 * @param from who answers
 * @param term its current term
 * @param proposedTerm the term that was asked for: answers to other rounds do not count
 * @param granted whether it would vote
 */
public record PreVoteResponse(NodeId from, long term, long proposedTerm, boolean granted) implements Message.Protocol {

	@Override
	public void deliverTo(MessageHandler handler, long nowNanos) {
		handler.onPreVoteResponse(this, nowNanos);
	}
}
