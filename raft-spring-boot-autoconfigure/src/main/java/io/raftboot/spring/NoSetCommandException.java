package io.raftboot.spring;

/** No state machine takes what is to be set. The message says why and what to do. */
public final class NoSetCommandException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes one.
	 * @param message why, and what to do
	 */
	public NoSetCommandException(String message) {
		super(message);
	}

}
