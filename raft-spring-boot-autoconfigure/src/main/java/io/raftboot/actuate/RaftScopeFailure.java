package io.raftboot.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What {@code /actuator/raft?scope=leader} answers when it has nothing to show.
 *
 * @param outcome why; decides the HTTP status
 * @param message the same in a sentence
 * @param node who was asked
 * @param leader id of the leader as far as that node knows
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RaftScopeFailure(RaftScopeFailure.Outcome outcome, String message, String node,
		@Nullable String leader) implements OperationResponseBody {

	/** Why there is nothing to show. */
	public enum Outcome {

		/** There is no such scope. */
		BAD_PARAMETER(400),
		/** The version that the leader runs does not know the question. */
		NOT_SUPPORTED(501),
		/** The leader has answered that it cannot say. */
		LEADER_UNABLE(502),
		/** Nobody leads, or leads any more, as far as this node knows. */
		NO_LEADER(503),
		/** The leader has not answered in time. */
		LEADER_UNREACHABLE(504);

		private final int httpStatus;

		Outcome(int httpStatus) {
			this.httpStatus = httpStatus;
		}

		/** The HTTP status that goes with it. */
		public int httpStatus() {
			return this.httpStatus;
		}

	}

}
