package io.raftboot.test.simulation;

/** Runs seeds from the command line. */
public final class SimulationMain {

	private SimulationMain() {
	}

	public static void main(String[] args) {
		long first = Long.parseLong(args[0]);
		long count = (args.length > 1) ? Long.parseLong(args[1]) : 1;
		Coverage coverage = new Coverage();
		long events = 0;
		long operations = 0;
		double seconds = 0;
		long start = System.nanoTime();
		int failures = 0;
		for (long seed = first; seed < first + count; seed++) {
			try {
				SimulationReport report = Simulation.ofRegisters().run(seed);
				coverage.add(report.coverage());
				events += report.events();
				operations += report.operations();
				seconds += report.simulatedNanos() / 1e9;
				if (Boolean.getBoolean("verbose")) System.out.printf("seed %d events %d ops %d sim %.0f real %.2f%n", seed, report.events(), report.operations(), report.simulatedNanos() / 1e9, (System.nanoTime() - start) / 1e9);
			}
			catch (SimulationFailure ex) {
				failures++;
				String message = ex.getMessage();
				System.out.println((count == 1) ? message : message.lines().findFirst().orElse(""));
				if (count == 1) {
					ex.getCause().printStackTrace(System.out);
				}
			}
		}
		double real = (System.nanoTime() - start) / 1e9;
		System.out.printf("%d seeds, %d failures, %d events, %d operations, %.0f simulated s in %.1f s%n", count,
				failures, events, operations, seconds, real);
		System.out.println(coverage.counts());
	}

}
