package io.raftboot.spring;

/**
 * A {@link LeaderOnly} method cannot be kept to the leader as it is declared. Fails the
 * start of the application: it would run on every node.
 */
public class LeaderOnlyDefinitionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Makes one.
	 * @param message what is wrong
	 * @param action what to change
	 */
	public LeaderOnlyDefinitionException(String message, String action) {
		super(message);
		this.action = action;
	}

	/** What to change. */
	public String action() {
		return this.action;
	}

}
