package io.raftboot.core.node;

/**
 * The state is just being replaced by a snapshot. The command (or second restore) surely
 * was not appended: look at the new state, then try again.
 */
public final class RestoreInProgressException extends RaftException {

	private static final long serialVersionUID = 1L;

	public RestoreInProgressException(String message) {
		super(message);
	}

}
