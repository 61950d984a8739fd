package io.raftboot.test.simulation;

import java.util.function.Supplier;

/**
 * Puts whole nodes with a state machine under simulation: everything on one thread, with
 * faults of network, disks, clocks and processes that a seed decides. After every event
 * it is checked whether what Raft promises holds, and in the end whether the cluster
 * comes together again and the clients' history is linearizable. A seed shows the same
 * run each time, on every machine. For any thread.
 */
public final class Simulation {

	private static final int LINES = 400;

	private final Supplier<? extends Workload<?, ?, ?, ?>> workloads;

	private final int lines;

	private final boolean twice;

	private Simulation(Supplier<? extends Workload<?, ?, ?, ?>> workloads, int lines, boolean twice) {
		this.workloads = workloads;
		this.lines = lines;
		this.twice = twice;
	}

	/** A simulation of what this makes; called for each run. */
	public static Simulation of(Supplier<? extends Workload<?, ?, ?, ?>> workloads) {
		return new Simulation(workloads, LINES, false);
	}

	/** The simulation of the engine itself, with registers. */
	public static Simulation ofRegisters() {
		return of(RegisterWorkload::new);
	}

	/** The same, with so many of the last events in the message of a failure. */
	public Simulation withLines(int latest) {
		return new Simulation(this.workloads, latest, this.twice);
	}

	/** The same, with each seed run twice: both runs must be the same, event by event. */
	public Simulation twice() {
		return new Simulation(this.workloads, this.lines, true);
	}

	/**
	 * Runs one seed.
	 * @throws SimulationFailure if something is wrong; with the last events of the run
	 */
	public SimulationReport run(long seed) {
		try {
			SimulationReport report = new Run<>(seed, this.workloads.get(), 0).run();
			if (this.twice) {
				SimulationReport again = new Run<>(seed, this.workloads.get(), 0).run();
				if (again.hash() != report.hash()) {
					throw new BrokenLaw("Two runs of the seed differ, of " + report.events() + " and " + again.events()
							+ " events: something in them is not deterministic");
				}
			}
			return report;
		}
		catch (RuntimeException | Error ex) {
			throw new SimulationFailure(seed, ex, tellAgain(seed));
		}
	}

	/**
	 * Runs so many seeds from this one on, on this thread.
	 * @throws SimulationFailure at the first that fails
	 */
	public void run(long first, int count) {
		for (int i = 0; i < count; i++) {
			run(first + i);
		}
	}

	/** The same run once more, with words. */
	private String tellAgain(long seed) {
		Run<?, ?, ?, ?> run = new Run<>(seed, this.workloads.get(), this.lines);
		try {
			run.run();
			return "The second run of the seed went well: something in it is not deterministic.";
		}
		catch (RuntimeException | Error ex) {
			return run.text();
		}
	}

}
