package io.raftboot.core.node;

/**
 * A limit of waiting commands or bytes is reached. The command surely was not appended:
 * slow down, try again.
 */
public final class RaftBusyException extends RaftException {

	private static final long serialVersionUID = 1L;

	public RaftBusyException(String message) {
		super(message);
	}

}
