package io.raftboot.spring;

/** The log has a command that this version of the application cannot apply. */
final class UnknownCommandException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnknownCommandException(String message) {
		super(message);
	}

}
