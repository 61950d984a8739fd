package io.raftboot.core.model;

/**
 * Answers {@link AppendEntries}; a success leaves only after all it claims is durable.
 *
 * @param from the follower
 * @param term its current term
 * @param success whether the previous entry matched
 * @param matchIndex on success the last index known to match the leader's log and durable
 * here; on a reject the {@code previousIndex} that was refused
 * @param hintIndex on a reject, the last index at or below the refused one that may match
 * @param hintTerm term of the entry at {@code hintIndex} in the follower's log
 * @param round round of the message answered, 0 if it was of an earlier term
 */
public record AppendResponse(NodeId from, long term, boolean success, long matchIndex, long hintIndex, long hintTerm,
		long round) implements Message.Protocol {

	@Override
	public void deliverTo(MessageHandler handler, long nowNanos) {
		handler.onAppendResponse(this, nowNanos);
	}
}
