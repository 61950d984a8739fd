package io.raftboot.test.simulation;

/**
 * A run of a simulation has found something; the message tells the seed that shows it.
 */
public final class SimulationFailure extends AssertionError {

	private static final long serialVersionUID = 1L;

	private final long seed;

	SimulationFailure(long seed, String message, Throwable cause) {
		super(message, cause);
		this.seed = seed;
	}

	/** The seed that fails. */
	public long seed() {
		return this.seed;
	}

}
