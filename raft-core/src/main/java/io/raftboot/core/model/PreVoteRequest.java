package io.raftboot.core.model;

/**
 * Asks whether an election could be won, without touching anybody's term (thesis 9.6).
 *
 * @param from the pre-candidate
 * @param term its current term
 * @param proposedTerm the term it would campaign in
 * @param lastLogIndex index of its last entry
 * @param lastLogTerm term of its last entry
 */
public record PreVoteRequest(NodeId from, long term, long proposedTerm, long lastLogIndex,
		long lastLogTerm) implements Message.Protocol {

	@Override
	public void deliverTo(MessageHandler handler, long nowNanos) {
		handler.onPreVoteRequest(this, nowNanos);
	}
}
