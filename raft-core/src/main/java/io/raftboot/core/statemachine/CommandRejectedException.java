package io.raftboot.core.statemachine;

/** The leader refused a command before proposing it. It surely has no effect. */
public class CommandRejectedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public CommandRejectedException(String message) {
		super(message);
	}

}
