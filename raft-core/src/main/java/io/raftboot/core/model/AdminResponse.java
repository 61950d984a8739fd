package io.raftboot.core.model;

import org.jspecify.annotations.Nullable;

/**
 * Answers an {@link AdminRequest}.
 *
 * @param from who answers
 * @param term its current term
 * @param requestId number of the question
 * @param status what became of it
 * @param index index of the committed configuration when done, else 0
 * @param leader who leads as far as the answering node knows, with its address
 * @param message why not, in a sentence for the operator; empty when done
 */
public record AdminResponse(NodeId from, long term, long requestId, AdminResponse.Status status, long index,
		@Nullable Peer leader, String message) implements Message.Administration {

	/** What became of a request; written to the wire by its ordinal. */
	public enum Status {

		/** Done, and committed where it changes the configuration. */
		DONE,
		/** The node does not lead; ask {@code leader}. */
		NOT_LEADER,
		/** Not now (another change is under way, the leader is new): ask again. */
		RETRY,
		/** Never, as asked. */
		REFUSED

	}

}
