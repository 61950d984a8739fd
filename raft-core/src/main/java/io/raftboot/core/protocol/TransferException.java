package io.raftboot.core.protocol;

/** A hand-over of leadership could not begin; nothing has changed. */
public final class TransferException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	TransferException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	public Reason reason() {
		return this.reason;
	}

	/** Why it could not begin. */
	public enum Reason {

		/** This node does not lead. */
		NOT_LEADER,
		/** Another hand-over is under way. */
		IN_PROGRESS,
		/** The target leads already. */
		ALREADY_LEADER,
		/** The target is no voter, or not known. */
		NO_VOTER,
		/** There is nobody else, or nobody in contact. */
		NO_CANDIDATE

	}

}
