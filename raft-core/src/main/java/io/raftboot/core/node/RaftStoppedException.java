package io.raftboot.core.node;

/** The node is not running. The command surely was not appended. */
public final class RaftStoppedException extends RaftException {

	private static final long serialVersionUID = 1L;

	public RaftStoppedException(String message) {
		super(message);
	}

	public RaftStoppedException(String message, Throwable cause) {
		super(message, cause);
	}

}
