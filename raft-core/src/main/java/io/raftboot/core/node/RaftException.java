package io.raftboot.core.node;

/** Base of the typed endings of a call to a {@link RaftNode}. */
public class RaftException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public RaftException(String message) {
		super(message);
	}

	public RaftException(String message, Throwable cause) {
		super(message, cause);
	}

}
