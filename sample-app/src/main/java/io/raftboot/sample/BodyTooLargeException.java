package io.raftboot.sample;

import java.io.IOException;

/** The body of a request is longer than any valid one. */
final class BodyTooLargeException extends IOException {

	private static final long serialVersionUID = 1L;

	BodyTooLargeException(int bytesMax) {
		super("The body is longer than " + bytesMax + " bytes");
	}

}
