package io.raftboot.spring;

/**
 * A {@link RaftStateMachine} bean cannot be replicated as it is declared. Fails the start
 * of the application.
 */
public class StateMachineDefinitionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Makes one.
	 * @param message what is wrong
	 * @param action what to change
	 */
	public StateMachineDefinitionException(String message, String action) {
		super(message);
		this.action = action;
	}

	/** What to change. */
	public String action() {
		return this.action;
	}

}
