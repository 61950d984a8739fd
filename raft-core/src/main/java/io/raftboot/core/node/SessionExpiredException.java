package io.raftboot.core.node;

/**
 * The session of this node expired while a command that may have been applied was on its
 * way: the memory that could tell is gone. It is not applied from here on. Read before
 * trying again.
 */
public final class SessionExpiredException extends OutcomeUnknownException {

	private static final long serialVersionUID = 1L;

	public SessionExpiredException(String message) {
		super(message);
	}

}
