package io.raftboot.autoconfigure;

/** The application runs on a Spring Boot that the auto-configuration does not know. */
final class UnsupportedSpringBootException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnsupportedSpringBootException(String message) {
		super(message);
	}

}
