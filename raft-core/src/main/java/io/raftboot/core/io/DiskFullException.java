package io.raftboot.core.io;

import java.io.IOException;

/**
 * There is no room for what was to be written. Thrown by a log only while nothing was
 * written: the caller may free space and try again.
 */
public final class DiskFullException extends IOException {

	private static final long serialVersionUID = 1L;

	public DiskFullException(String message) {
		super(message);
	}

	public DiskFullException(String message, Throwable cause) {
		super(message, cause);
	}

	/**
	 * Turns what the operating system says about a full disk or an exhausted quota into
	 * this type and leaves every other failure alone.
	 */
	static IOException translate(IOException failure) {
		String message = failure.getMessage();
		if (message != null && (message.contains("No space left") || message.contains("quota exceeded")
				|| message.contains("not enough space"))) {
			return new DiskFullException(message, failure);
		}
		return failure;
	}

}
