package io.raftboot.core.node;

/**
 * A snapshot could not be taken; the node goes on without it. The cause says why: a state
 * machine that has none to give ({@link UnsupportedOperationException}), or a disk that
 * is full.
 */
public final class SnapshotFailedException extends RaftException {

	private static final long serialVersionUID = 1L;

	public SnapshotFailedException(String message) {
		super(message);
	}

	public SnapshotFailedException(String message, Throwable cause) {
		super(message, cause);
	}

}
