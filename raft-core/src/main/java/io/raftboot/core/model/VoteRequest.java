package io.raftboot.core.model;

/**
 * Asks for a vote (Raft §5.2, figure 2).
 *
 * @param from the candidate
 * @param term the term it campaigns in
 * @param lastLogIndex index of its last entry
 * @param lastLogTerm term of its last entry
 * @param transfer whether the leader asked for this election: leader stickiness does not
 * stop it then (thesis 3.10)
 */
public record VoteRequest(NodeId from, long term, long lastLogIndex, long lastLogTerm,
		boolean transfer) implements Message.Protocol {

	@Override
	public void deliverTo(MessageHandler handler, long nowNanos) {
		handler.onVoteRequest(this, nowNanos);
	}
}
