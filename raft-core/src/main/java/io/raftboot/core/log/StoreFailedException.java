package io.raftboot.core.log;

import java.io.IOException;

/** An earlier write or force failed; the store takes nothing any more. */
public final class StoreFailedException extends IOException {

	private static final long serialVersionUID = 1L;

	public StoreFailedException(String message, Throwable firstFailure) {
		super(message, firstFailure);
	}

}
