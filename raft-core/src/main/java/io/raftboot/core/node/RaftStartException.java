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
		/** Something else listens on the address already. */
		ADDRESS_IN_USE,
		/**
		 * The address to listen on is unknown, not one of this machine, or not allowed.
		 */
		ADDRESS_UNUSABLE,
		/** Another node uses the data directory. */
		DIRECTORY_LOCKED,
		/** The data directory cannot be read or written. */
		DIRECTORY_UNUSABLE,
		/** There is no room to begin a log in the data directory. */
		DISK_FULL,
		/** The data directory belongs to another node. */
		WRONG_NODE,
		/** Log, meta or snapshots are damaged beyond what a crash leaves. */
		CORRUPT,
		/** The data were written in a format that this version does not read. */
		UNSUPPORTED_VERSION,
		/** A state machine does not open, or does not take over its state. */
		STATE_MACHINE,
		/** A state machine has applied more than the data directory holds. */
		STATE_MACHINE_AHEAD

	}

}
