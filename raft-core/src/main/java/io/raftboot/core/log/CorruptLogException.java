package io.raftboot.core.log;

import java.io.IOException;

/**
 * Log or meta hold something that no crash leaves behind. The message names file, offset
 * and, where known, the log indexes concerned.
 */
public final class CorruptLogException extends IOException {

	private static final long serialVersionUID = 1L;

	public CorruptLogException(String message) {
		super(message);
	}

	public CorruptLogException(String message, Throwable cause) {
		super(message, cause);
	}

}
