package io.raftboot.core.statemachine;

/**
 * Thrown by a state machine for a failure of this node alone (its database, its disk):
 * the node stops instead of diverging from the others.
 */
public class StateMachineFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public StateMachineFailedException(String message, Throwable cause) {
		super(message, cause);
	}

}
