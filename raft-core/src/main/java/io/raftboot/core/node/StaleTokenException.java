package io.raftboot.core.node;

import io.raftboot.core.model.FencingToken;

/** A newer leadership has been here: what was asked was not done, and never will be. */
public final class StaleTokenException extends RaftException {

	private static final long serialVersionUID = 1L;

	private final transient FencingToken token;

	private final transient FencingToken newest;

	public StaleTokenException(FencingToken token, FencingToken newest) {
		super("Leadership of term " + token.term() + " is over: the leader of term " + newest.term()
				+ " was here already");
		this.token = token;
		this.newest = newest;
	}

	/** The one that was refused. */
	public FencingToken token() {
		return this.token;
	}

	/** The newest one known. */
	public FencingToken newest() {
		return this.newest;
	}

}
