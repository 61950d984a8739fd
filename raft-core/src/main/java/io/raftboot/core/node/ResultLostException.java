package io.raftboot.core.node;

/**
 * The command was applied, once, but this node does not know its result: it was restarted
 * since, and the state machine kept the effect by itself.
 */
public final class ResultLostException extends RaftException {

	private static final long serialVersionUID = 1L;

	public ResultLostException(String message) {
		super(message);
	}

}
