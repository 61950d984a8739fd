package io.raftboot.core.node;

/** Another command has the same key. This one has no effect. */
public final class KeyReusedException extends RaftException {

	private static final long serialVersionUID = 1L;

	public KeyReusedException(String message) {
		super(message);
	}

}
