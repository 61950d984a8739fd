package io.raftboot.core.node;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommandRejectedException;
import org.jspecify.annotations.Nullable;

/** How a call to a node ended, as far as a {@link NodeMeter} tells them apart. */
public enum CallOutcome {

	/** With an answer. */
	OK,
	/**
	 * The cluster works, but would not have it: too large, or the answer is a failure.
	 */
	REJECTED,
	/** There was no leader, or another one. */
	NOT_LEADER,
	/** Its time was over, or its caller gave up. */
	TIMEOUT,
	/** Too much was waiting already, or the disk is full. */
	OVERLOAD,
	/** It may or may not have had its effect. */
	UNKNOWN,
	/** Anything else, such as a node that stops. */
	ERROR;

	/** The outcome of a call with this failure, null for none. */
	static CallOutcome of(@Nullable Throwable failure) {
		if (failure == null) {
			return OK;
		}
		if (failure instanceof CommandRejectedException || failure instanceof CommandFailedException
				|| failure instanceof CommandTooLargeException || failure instanceof KeyReusedException
				|| failure instanceof ChangeRefusedException) {
			return REJECTED;
		}
		if (failure instanceof NotLeaderException) {
			return NOT_LEADER;
		}
		if (failure instanceof RaftTimeoutException || failure instanceof TimeoutException
				|| failure instanceof CancellationException) {
			return TIMEOUT;
		}
		if (failure instanceof RaftBusyException) {
			return OVERLOAD;
		}
		return (failure instanceof OutcomeUnknownException || failure instanceof ResultLostException) ? UNKNOWN : ERROR;
	}

}
