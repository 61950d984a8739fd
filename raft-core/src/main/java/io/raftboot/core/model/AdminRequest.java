package io.raftboot.core.model;

import org.jspecify.annotations.Nullable;

/**
 * Asks the leader to change the cluster, on behalf of an operator of another node or of a
 * node that wants to join.
 *
 * @param from who asks
 * @param term its current term
 * @param requestId its number for the question
 * @param operation what is wanted
 * @param target whom it concerns, null where the operation has no target or the leader is
 * to choose
 * @param address {@code host:port} of the target, empty where none is needed
 * @param incarnation the target's incarnation, 0 where none is needed
 * @param expectedIndex index the configuration in effect must have, -1 for any
 */
public record AdminRequest(NodeId from, long term, long requestId, AdminRequest.Operation operation,
		@Nullable NodeId target, String address, long incarnation,
		long expectedIndex) implements Message.Administration {

	/**
	 * What is wanted; written to the wire by its ordinal. New ones are added at the end.
	 */
	public enum Operation {

		/** Enter as a learner that becomes a voter when it has caught up. */
		JOIN,
		/** Enter as a learner that stays one. */
		ADD_LEARNER,
		/** Make a learner a voter when it has caught up. */
		PROMOTE,
		/** Make a voter a learner. */
		DEMOTE,
		/** Take out of the configuration. */
		REMOVE,
		/** Give a member another address. */
		SET_ADDRESS,
		/** Hand leadership to the target, or the best follower. */
		TRANSFER,
		/** Give up leadership. */
		STEP_DOWN

	}

}
