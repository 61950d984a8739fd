package io.raftboot.test.scenario;

/**
 * A script did not come out as it says: names file and line, what was expected and what
 * was found, and tells everything that happened up to there.
 */
public final class ScenarioFailure extends AssertionError {

	private static final long serialVersionUID = 1L;

	private final String summary;

	ScenarioFailure(Line line, String what, String conversation) {
		super(line + System.lineSeparator() + "  " + what + System.lineSeparator() + System.lineSeparator()
				+ "What happened:" + System.lineSeparator() + conversation);
		this.summary = line + System.lineSeparator() + "  " + what;
	}

	/** Place, expected and found, without the conversation. */
	public String summary() {
		return this.summary;
	}

}
