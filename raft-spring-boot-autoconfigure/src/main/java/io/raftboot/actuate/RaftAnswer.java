package io.raftboot.actuate;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What {@code POST /actuator/raft/{group}/{operation}} answers, whatever became of it.
 *
 * @param operation what was asked for, as in the address
 * @param dryRun whether nothing was to be done
 * @param outcome what became of it; decides the HTTP status
 * @param message why not, or what is still to come; null where there is nothing to say
 * @param index log index of the configuration, snapshot or comparison that came of it,
 * null without one
 * @param leader id of the leader as far as this node knows
 * @param leaderAddress its address, null also where addresses are not shown
 * @param verification what {@code verify} found, null for other operations
 * @param view the node after it, null for a group that it does not have
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RaftAnswer(String operation, boolean dryRun, RaftAnswer.Outcome outcome, @Nullable String message,
		@Nullable Long index, @Nullable String leader, @Nullable String leaderAddress,
		@Nullable Verification verification, @Nullable RaftView view) implements OperationResponseBody {

	/** What became of an operation. */
	public enum Outcome {

		/** Done; or, of a dry run, it could be done. */
		DONE(200),
		/** Begun, and not at its end yet. */
		RUNNING(202),
		/** Not done: a parameter is missing or wrong. */
		BAD_PARAMETER(400),
		/** Not done: there is no such group, operation or node. */
		UNKNOWN(404),
		/** Not done, for the reason in the message. */
		REFUSED(409),
		/** Not done: the body is too long. */
		TOO_LARGE(413),
		/** Not done: there is no leader, or the node does not run. */
		NO_LEADER(503),
		/** It may or may not have been done: look. */
		OUTCOME_UNKNOWN(504);

		private final int httpStatus;

		Outcome(int httpStatus) {
			this.httpStatus = httpStatus;
		}

		/** The HTTP status that goes with it. */
		public int httpStatus() {
			return this.httpStatus;
		}

	}

	/**
	 * What a verification found.
	 *
	 * @param verdict what the comparison of states says
	 * @param commitIndex up to here a majority was asked for a leader's word, and it is
	 * applied on this node
	 * @param members how many members the cluster has
	 * @param reporters how many of them told their digests in time
	 * @param divergences what is known to differ
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Verification(Verdict verdict, long commitIndex, int members, int reporters,
			List<RaftView.DivergenceView> divergences) {
	}

	/** What a comparison of states says. */
	public enum Verdict {

		/** Every member has told the same digests. */
		EQUAL,
		/** States differ. */
		DIFFERENT,
		/** Nothing differs so far, but not every member has answered. */
		INCOMPLETE,
		/** No state machine of this node gives a digest. */
		NO_DIGESTS

	}

}
