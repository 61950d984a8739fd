package io.raftboot.test.simulation;

/**
 * A run of a simulation has found something. The message tells what, how to see it again,
 * and the last events.
 */
public final class SimulationFailure extends AssertionError {

	private static final long serialVersionUID = 1L;

	private final long seed;

	private final String what;

	SimulationFailure(long seed, Throwable cause, String events) {
		super("Seed " + seed + ": " + cause.getMessage() + "\nTo see it again: " + replay(seed) + "\n" + events, cause);
		this.seed = seed;
		this.what = String.valueOf((cause instanceof BrokenLaw) ? cause.getMessage() : cause.toString());
	}

	/** The seed that fails. */
	public long seed() {
		return this.seed;
	}

	/** What is wrong, in one line. */
	public String firstLine() {
		return "Seed " + this.seed + ": " + this.what.lines().findFirst().orElse("");
	}

	/** The command that shows it again. */
	public String replay() {
		return replay(this.seed);
	}

	private static String replay(long seed) {
		return "raft-test/simulate --seed " + seed;
	}

}
