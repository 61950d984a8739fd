package io.raftboot.core.node;

/**
 * A snapshot cannot be restored from: it is damaged, of a newer version, or has the state
 * of machines that this node does not have. Nothing was changed.
 */
public final class RestoreFailedException extends RaftException {

	private static final long serialVersionUID = 1L;

	public RestoreFailedException(String message, Throwable cause) {
		super(message, cause);
	}

}
