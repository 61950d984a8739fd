package io.raftboot.core.statemachine;

/**
 * The state machine answered a committed command with an exception, the same on every
 * node. The command is in the log and is not tried again.
 */
public final class CommandFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String type;

	private final String code;

	public CommandFailedException(String type) {
		this(type, "");
	}

	public CommandFailedException(String type, String code) {
		super("The state machine failed the command with " + type + (code.isEmpty() ? "" : " (" + code + ")"));
		this.type = type;
		this.code = code;
	}

	/** Class name of what the state machine threw. */
	public String type() {
		return this.type;
	}

	/** What it said of itself as a {@link FailureCode}, else empty. */
	public String code() {
		return this.code;
	}

}
