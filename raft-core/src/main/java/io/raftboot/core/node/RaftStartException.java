package io.raftboot.core.node;

/**
 * The node cannot start. The kind says what is wrong, the message what to do about it.
 */
public final class RaftStartException extends RaftException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	public RaftStartException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	public RaftStartException(Reason reason, String message, Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	public Reason reason() {
		return this.reason;
	}

	/** What stands in the way of a start. */
	public enum Reason {

		/** A setting is wrong or contradicts another one. */
		CONFIGURATION,
		/** The peer list does not name this node. */
		SELF_NOT_IN_PEERS,
		/** The address to listen on cannot be bound. */
		ADDRESS_IN_USE,
		/** Another node uses the data directory. */
		DIRECTORY_LOCKED,
		/** The data directory cannot be read or written. */
		DIRECTORY_UNUSABLE,
		/** The data directory belongs to another node. */
		WRONG_NODE,
		/** Log, meta or snapshots are damaged beyond what a crash leaves. */
		CORRUPT

	}

}
