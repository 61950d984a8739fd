package io.raftboot.test.simulation;

import java.util.function.Supplier;

/**
 * Puts whole nodes with a state machine under simulation: everything on one thread, with
 * faults of network, disks, clocks and processes that a seed decides, and looks after
 * every event whether what Raft promises holds. A seed shows the same run each time, on
 * every machine.
 */
public final class Simulation {

	private final Supplier<? extends Workload<?, ?, ?, ?>> workloads;

	private Simulation(Supplier<? extends Workload<?, ?, ?, ?>> workloads) {
		this.workloads = workloads;
	}

	/** A simulation of what this makes; called once for each run. */
	public static Simulation of(Supplier<? extends Workload<?, ?, ?, ?>> workloads) {
		return new Simulation(workloads);
	}

	/** The simulation of the engine itself, with registers. */
	public static Simulation ofRegisters() {
		return of(() -> new RegisterWorkload(0));
	}

	/**
	 * Runs one seed.
	 * @throws SimulationFailure if something is wrong; with the last events of the run
	 */
	public SimulationReport run(long seed) {
		try {
			return new Run<>(seed, this.workloads.get(), false).run();
		}
		catch (RuntimeException | Error ex) {
			throw new SimulationFailure(seed, "Seed " + seed + ": " + ex.getMessage() + "\n" + tellAgain(seed), ex);
		}
	}

	/** The same run once more, with words. */
	private String tellAgain(long seed) {
		Run<?, ?, ?, ?> run = new Run<>(seed, this.workloads.get(), true);
		try {
			run.run();
			return "The second run of the seed went well: something in it is not deterministic.";
		}
		catch (RuntimeException | Error ex) {
			return run.text();
		}
	}

}
