package io.raftboot.test.linearizability;

/**
 * What the checker found.
 *
 * @param outcome whether the history is linearizable
 * @param explanation where it is not, or how far the search came; empty if it is
 */
public record Verdict(Outcome outcome, String explanation) {

	/** Whether a history is linearizable. */
	public enum Outcome {

		/** There is an order that explains every answer. */
		LINEARIZABLE,
		/** There is none. */
		NOT_LINEARIZABLE,
		/** The time ended before the search did. */
		UNDECIDED

	}

	static Verdict linearizable() {
		return new Verdict(Outcome.LINEARIZABLE, "");
	}

	/** Whether an order was found. */
	public boolean isLinearizable() {
		return this.outcome == Outcome.LINEARIZABLE;
	}

}
