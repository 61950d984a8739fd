package io.raftboot.core.model;

/**
 * Answers a {@link VoteRequest}; leaves only after the vote is durable.
 *
 * @param from who answers
 * @param term its current term; a grant is for exactly this term
 * @param granted whether it voted for the candidate
 * @param incarnation the voter's incarnation; the first leader of a cluster writes it
 * into entry 1
 */
public record VoteResponse(NodeId from, long term, boolean granted, long incarnation) implements Message.Protocol {

	@Override
	public void deliverTo(MessageHandler handler, long nowNanos) {
		handler.onVoteResponse(this, nowNanos);
	}
}
