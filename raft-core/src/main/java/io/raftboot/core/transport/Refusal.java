package io.raftboot.core.transport;

/**
 * Why a connection is not accepted; sent to the other side before it is closed.
 *
 * @param code the kind, written to the wire by its ordinal
 * @param message one sentence for the operator of the refused node
 */
public record Refusal(Code code, String message) {

	/** Kinds of refusal. New ones are added at the end. */
	public enum Code {

		/** Talks another version of the protocol. */
		WRONG_VERSION,
		/** Belongs to another group. */
		WRONG_GROUP,
		/** Belongs to another cluster. */
		WRONG_CLUSTER,
		/** Its id is not in the configuration. */
		UNKNOWN_NODE,
		/** Its id is known with another data directory: the disk was lost or swapped. */
		WRONG_INCARNATION,
		/** Was started with another peer list. */
		DIFFERENT_PEERS,
		/** Claims the id of the node it talks to. */
		SAME_ID,
		/** Found by the dialling side: another node answers at the peer's address. */
		WRONG_NODE,
		/** Was a member and has been removed. */
		REMOVED,
		/** Wants to join, and lacks a state machine that the log has entries for. */
		MISSING_MACHINE

	}

}
