package io.raftboot.core.protocol;

/** A change of the configuration was refused; nothing has changed. */
public final class MembershipChangeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	MembershipChangeException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	public Reason reason() {
		return this.reason;
	}

	/** Why it was refused. */
	public enum Reason {

		/** This node does not lead. */
		NOT_LEADER,
		/** No entry of the leader's term is committed yet: ask again. */
		NOT_READY,
		/** Another change is not finished: ask again. */
		IN_PROGRESS,
		/** Leadership is being handed over: ask again. */
		TRANSFERRING,
		/** The configuration is not the one the caller expected. */
		OUTDATED,
		/** It cannot be as asked: no voters, an id or address twice. */
		INVALID

	}

}
