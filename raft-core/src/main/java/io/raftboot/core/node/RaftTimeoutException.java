package io.raftboot.core.node;

/** No answer came in time. A command may or may not have been, or yet be, committed. */
public final class RaftTimeoutException extends RaftException {

	private static final long serialVersionUID = 1L;

	public RaftTimeoutException(String message) {
		super(message);
	}

}
