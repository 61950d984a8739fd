package io.raftboot.core.statemachine;

/**
 * The state machine answered a committed command with an exception, the same on every
 * node. The command is in the log and is not tried again.
 */
public final class CommandFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String type;

	public CommandFailedException(String type) {
		super("The state machine failed the command with " + type);
		this.type = type;
	}

	/** Class name of what the state machine threw. */
	public String type() {
		return this.type;
	}

}
