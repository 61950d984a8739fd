package io.raftboot.actuate;

import io.raftboot.actuate.RaftScopeFailure.Outcome;

/** There is nothing to show in the scope that was asked for. */
final class RaftScopeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Outcome outcome;

	RaftScopeException(Outcome outcome, String message) {
		super(message);
		this.outcome = outcome;
	}

	Outcome outcome() {
		return this.outcome;
	}

}
