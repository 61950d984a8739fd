package io.raftboot.sample;

import java.util.Map;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.ChangeRefusedException;
import io.raftboot.core.node.CommandTooLargeException;
import io.raftboot.core.node.KeyReusedException;
import io.raftboot.core.node.MachineNotReadyException;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftBusyException;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.node.RaftTimeoutException;
import io.raftboot.core.node.ResultLostException;
import io.raftboot.core.node.SnapshotFailedException;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommandRejectedException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * Errors as RFC 9457 problem details. Each says in {@code outcome} whether the request
 * was surely not done (NOT_DONE: it may be sent again), may have been done (UNKNOWN: read
 * before sending it again), or was done though its result is lost (DONE).
 */
final class Problems {

	private static final String OUTCOME = "outcome";

	private static final String NOT_DONE = "NOT_DONE";

	private Problems() {
	}

	static ProblemDetail notDone(HttpStatus status, String detail) {
		return problem(status, detail, NOT_DONE);
	}

	static ProblemDetail unknown(HttpStatus status, String detail) {
		return problem(status, detail, "UNKNOWN");
	}

	private static ProblemDetail problem(HttpStatus status, String detail, String outcome) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setProperty(OUTCOME, outcome);
		return problem;
	}

	static boolean hasOutcome(ProblemDetail problem) {
		Map<String, Object> properties = problem.getProperties();
		return properties != null && properties.containsKey(OUTCOME);
	}

	static void setNotDone(ProblemDetail problem) {
		problem.setProperty(OUTCOME, NOT_DONE);
	}

	/** Another value than the command needs was met. */
	static ProblemDetail conflict(String key, Result result) {
		ProblemDetail problem = notDone(HttpStatus.CONFLICT, "The key holds another value");
		problem.setProperty("key", key);
		problem.setProperty("value", result.value());
		problem.setProperty("revision", result.revision());
		return problem;
	}

	/** What an exception of the engine or of the state machine means to a client. */
	static ProblemDetail of(Exception ex) {
		if (ex instanceof NotLeaderException notLeader) {
			ProblemDetail problem = notDone(HttpStatus.SERVICE_UNAVAILABLE, text(ex));
			NodeId leader = notLeader.leader();
			problem.setProperty("leader", (leader != null) ? leader.toString() : null);
			return problem;
		}
		if (ex instanceof RaftStoppedException || ex instanceof MachineNotReadyException) {
			return notDone(HttpStatus.SERVICE_UNAVAILABLE, text(ex));
		}
		if (ex instanceof RaftBusyException) {
			return notDone(HttpStatus.TOO_MANY_REQUESTS, text(ex));
		}
		if (ex instanceof CommandTooLargeException) {
			return notDone(HttpStatus.CONTENT_TOO_LARGE, text(ex));
		}
		if (ex instanceof CommandRejectedException) {
			return notDone(HttpStatus.BAD_REQUEST, text(ex));
		}
		if (ex instanceof ChangeRefusedException) {
			return notDone(HttpStatus.CONFLICT, text(ex));
		}
		if (ex instanceof KeyReusedException) {
			return notDone(HttpStatus.UNPROCESSABLE_CONTENT, text(ex));
		}
		if (ex instanceof ResultLostException) {
			return problem(HttpStatus.GONE, text(ex), "DONE");
		}
		if (ex instanceof OutcomeUnknownException || ex instanceof RaftTimeoutException) {
			return unknown(HttpStatus.GATEWAY_TIMEOUT, text(ex));
		}
		if (ex instanceof CommandFailedException || ex instanceof SnapshotFailedException) {
			return notDone(HttpStatus.INTERNAL_SERVER_ERROR, text(ex));
		}
		return unknown(HttpStatus.INTERNAL_SERVER_ERROR, "Unexpected error; the log of the node has it");
	}

	private static String text(Exception ex) {
		return String.valueOf(ex.getMessage());
	}

}
