package io.raftboot.core.node;

/** The cluster was not changed: what was asked for cannot be. The message says why. */
public final class ChangeRefusedException extends RaftException {

	private static final long serialVersionUID = 1L;

	public ChangeRefusedException(String message) {
		super(message);
	}

}
