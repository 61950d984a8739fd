package io.raftboot.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.ChangeRefusedException;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftAdministration;
import io.raftboot.core.node.RaftException;
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
			return CompletableFuture.completedFuture(
					new Outcome(HttpStatus.BAD_REQUEST, new Answer("REFUSED", String.valueOf(ex.getMessage()))));
		}
	}

	private CompletableFuture<String> begin(String operation, @Nullable NodeId target) {
		RaftAdministration administration = this.node.administration();
		return switch (operation) {
			case "transfer" -> administration.transferLeadership(target)
				.thenApply((index) -> "Leadership was handed " + ((target != null) ? "to " + target : "over"));
			case "step-down" -> administration.stepDown().thenApply((index) -> "The leader has stepped down");
			case "snapshot" ->
				this.node.snapshot().thenApply((snapshot) -> "There is a snapshot of entry " + snapshot.index());
			case "promote" -> administration.promote(needed(target))
				.thenApply((index) -> target + " becomes a voter when it has caught up");
			case "demote" -> administration.demote(needed(target)).thenApply((index) -> target + " is a learner now");
			case "remove" -> administration.remove(needed(target)).thenApply((index) -> target + " is removed");
			default -> throw new IllegalArgumentException("There is no operation '" + operation + "'");
		};
	}

	private static NodeId needed(@Nullable NodeId target) {
		if (target == null) {
			throw new IllegalArgumentException("A target is needed");
		}
		return target;
	}

	private static Outcome outcome(@Nullable String done, @Nullable Throwable failure) {
		if (failure == null) {
			return new Outcome(HttpStatus.OK, new Answer("DONE", String.valueOf(done)));
		}
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		boolean unknown = cause instanceof OutcomeUnknownException || cause instanceof RaftTimeoutException
				|| !(cause instanceof RaftException);
		return new Outcome(status(cause), new Answer(unknown ? "UNKNOWN" : "REFUSED", String.valueOf(cause.getMessage())));
	}

	private static HttpStatus status(Throwable cause) {
		if (cause instanceof ChangeRefusedException) {
			return HttpStatus.CONFLICT;
		}
		if (cause instanceof NotLeaderException || cause instanceof RaftStoppedException) {
			return HttpStatus.SERVICE_UNAVAILABLE;
		}
		if (cause instanceof OutcomeUnknownException || cause instanceof RaftTimeoutException) {
			return HttpStatus.GATEWAY_TIMEOUT;
		}
		return HttpStatus.INTERNAL_SERVER_ERROR;
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
	 * @param outcome DONE, REFUSED (surely not done) or UNKNOWN
	 * @param message one sentence
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	record Answer(String outcome, String message) {
	}

}
