package io.raftboot.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftAdministration;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.node.RaftTimeoutException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/** What an operator may have done from the console. For any thread. */
final class ConsoleOperations {

	private final RaftNode node;

	ConsoleOperations(RaftNode node) {
		this.node = node;
	}

	/** Never fails: what went wrong is the outcome. */
	CompletableFuture<Outcome> run(String operation, @Nullable String target) {
		try {
			return begin(operation, (target != null) ? NodeId.of(target) : null).handle(ConsoleOperations::outcome);
		}
		catch (IllegalArgumentException ex) {
			return CompletableFuture.completedFuture(outcome(HttpStatus.BAD_REQUEST, "BAD_PARAMETER", ex.getMessage()));
		}
	}

	private CompletableFuture<?> begin(String operation, @Nullable NodeId target) {
		RaftAdministration administration = this.node.administration();
		return switch (operation) {
			case "transfer" -> administration.transferLeadership(target);
			case "step-down" -> administration.stepDown();
			case "snapshot" -> this.node.snapshot();
			case "promote" -> administration.promote(needed(target));
			case "demote" -> administration.demote(needed(target));
			case "remove" -> administration.remove(needed(target));
			default -> throw new IllegalArgumentException("There is no operation '" + operation + "'");
		};
	}

	private static NodeId needed(@Nullable NodeId target) {
		if (target == null) {
			throw new IllegalArgumentException("A target is needed");
		}
		return target;
	}

	private static Outcome outcome(@Nullable Object done, @Nullable Throwable failure) {
		if (failure == null) {
			return outcome(HttpStatus.OK, "DONE", null);
		}
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof NotLeaderException || cause instanceof RaftStoppedException) {
			return outcome(HttpStatus.SERVICE_UNAVAILABLE, "NO_LEADER", cause.getMessage());
		}
		if (cause instanceof OutcomeUnknownException || cause instanceof RaftTimeoutException) {
			return outcome(HttpStatus.GATEWAY_TIMEOUT, "OUTCOME_UNKNOWN", cause.getMessage());
		}
		return outcome(HttpStatus.CONFLICT, "REFUSED", cause.getMessage());
	}

	private static Outcome outcome(HttpStatus status, String outcome, @Nullable String message) {
		return new Outcome(status, new Answer(outcome, message));
	}

	/**
	 * How an operation ended.
	 *
	 * @param status for HTTP
	 * @param answer for the page
	 */
	record Outcome(HttpStatus status, Answer answer) {
	}

	/**
	 * What the page is told.
	 *
	 * @param outcome DONE, RUNNING, OUTCOME_UNKNOWN, or why it was not done
	 * @param message one sentence, null where there is nothing to say
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	record Answer(String outcome, @Nullable String message) {
	}

}
