package io.raftboot.http;

import java.util.Locale;
import java.util.concurrent.CompletionException;

import io.raftboot.core.node.ChangeRefusedException;
import io.raftboot.core.node.CommandTooLargeException;
import io.raftboot.core.node.KeyReusedException;
import io.raftboot.core.node.MachineNotReadyException;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftBusyException;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.node.RaftTimeoutException;
import io.raftboot.core.node.RestoreInProgressException;
import io.raftboot.core.node.ResultLostException;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommandRejectedException;
import io.raftboot.spring.NoSetCommandException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Why a call of the HTTP API has failed, and how a client is told. Statuses 504 and 500
 * leave open whether it was done; 410 says that it was; all others that it was not.
 */
final class ApiFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final HttpStatus status;

	private final int number;

	/**
	 * Makes one.
	 * @param number tells failures of the same status apart
	 */
	ApiFailure(HttpStatus status, int number, String message) {
		super(message);
		this.status = status;
		this.number = number;
	}

	static ApiFailure badRequest(String message) {
		return new ApiFailure(HttpStatus.BAD_REQUEST, 0, message);
	}

	HttpStatus status() {
		return this.status;
	}

	/** Status and number, six digits. */
	String code() {
		return String.format(Locale.ROOT, "%03d%03d", this.status.value(), this.number);
	}

	/** Whether the same may be sent again after a moment. */
	boolean isTransient() {
		return this.status == HttpStatus.TOO_MANY_REQUESTS || this.status == HttpStatus.SERVICE_UNAVAILABLE;
	}

	/** Whether it is a fault of this side that nobody has thought of. */
	boolean isUnexpected() {
		return this.status == HttpStatus.INTERNAL_SERVER_ERROR && this.number == 0;
	}

	/** What an exception of a call means. */
	static ApiFailure of(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof ApiFailure known) {
			return known;
		}
		ApiFailure surelyNotDone = surelyNotDone(cause);
		if (surelyNotDone != null) {
			return surelyNotDone;
		}
		if (cause instanceof ResultLostException) {
			return of(HttpStatus.GONE, 0, cause);
		}
		if (cause instanceof RaftTimeoutException) {
			return of(HttpStatus.GATEWAY_TIMEOUT, 1, cause);
		}
		if (cause instanceof OutcomeUnknownException) {
			return of(HttpStatus.GATEWAY_TIMEOUT, 0, cause);
		}
		if (cause instanceof CommandFailedException) {
			return of(HttpStatus.INTERNAL_SERVER_ERROR, 1, cause);
		}
		return new ApiFailure(HttpStatus.INTERNAL_SERVER_ERROR, 0, "Unexpected error; the log of the node has it");
	}

	private static @Nullable ApiFailure surelyNotDone(Throwable cause) {
		if (cause instanceof NotLeaderException) {
			return of(HttpStatus.SERVICE_UNAVAILABLE, 0, cause);
		}
		if (cause instanceof RaftStoppedException) {
			return of(HttpStatus.SERVICE_UNAVAILABLE, 1, cause);
		}
		if (cause instanceof MachineNotReadyException) {
			return of(HttpStatus.SERVICE_UNAVAILABLE, 2, cause);
		}
		if (cause instanceof RestoreInProgressException) {
			return of(HttpStatus.SERVICE_UNAVAILABLE, 3, cause);
		}
		if (cause instanceof RaftBusyException) {
			return of(HttpStatus.TOO_MANY_REQUESTS, 0, cause);
		}
		if (cause instanceof CommandTooLargeException) {
			return of(HttpStatus.CONTENT_TOO_LARGE, 0, cause);
		}
		if (cause instanceof CommandRejectedException) {
			return of(HttpStatus.BAD_REQUEST, 1, cause);
		}
		if (cause instanceof NoSetCommandException) {
			return of(HttpStatus.NOT_FOUND, 1, cause);
		}
		if (cause instanceof ChangeRefusedException) {
			return of(HttpStatus.CONFLICT, 0, cause);
		}
		return (cause instanceof KeyReusedException) ? of(HttpStatus.CONFLICT, 1, cause) : null;
	}

	private static ApiFailure of(HttpStatus status, int number, Throwable cause) {
		return new ApiFailure(status, number, String.valueOf(cause.getMessage()));
	}

}
