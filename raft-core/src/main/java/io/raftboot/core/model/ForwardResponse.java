package io.raftboot.core.model;

/**
 * Tells the fate of forwarded commands with consecutive numbers, as far as the leader
 * knows it: where they were appended, or that they surely were not.
 *
 * @param from the leader
 * @param term its current term
 * @param firstRequestId number of the first command this is about
 * @param count how many commands it is about
 * @param status what became of them
 * @param firstIndex log index of the first one when appended, the others follow
 * @param message why it was rejected, else empty
 */
public record ForwardResponse(NodeId from, long term, long firstRequestId, int count, ForwardResponse.Status status,
		long firstIndex, String message) implements Message.Forwarding {

	/** What became of a forwarded command; codes are written to the wire. */
	public enum Status {

		/** In the leader's log, at the index and the term of the response. */
		APPENDED,
		/** The node is not the leader; nothing was appended. */
		NOT_LEADER,
		/** A limit is reached; nothing was appended. */
		BUSY,
		/** The process hook or a limit rejected it; nothing was appended. */
		REJECTED,
		/** The state is just being replaced by a snapshot; nothing was appended. */
		RESTORING,
		/** Not every member is known to have the state machine; nothing was appended. */
		NOT_READY

	}

}
