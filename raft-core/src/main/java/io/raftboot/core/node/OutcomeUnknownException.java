package io.raftboot.core.node;

/**
 * Nobody here can say whether the command was or will be committed. Read before trying
 * again.
 */
public class OutcomeUnknownException extends RaftException {

	private static final long serialVersionUID = 1L;

	public OutcomeUnknownException(String message) {
		super(message);
	}

}
