package io.raftboot.test.simulation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Runs seeds from the command line: {@code [--seed N | --first N --seeds N | --forever]
 * [--threads N] [--hashes FILE] [--regressions FILE] [--workload CLASS] [--until-failure]
 * [--lines N] [--seed-seconds N]}. Exits with 1 if a seed failed.
 */
public final class SimulationMain {

	private SimulationMain() {
	}

	public static void main(String[] args) {
		Arguments arguments = new Arguments(args);
		Simulation simulation = Simulation.of(workload(arguments.text("workload", "")));
		long seed = arguments.number("seed", -1);
		if (seed >= 0) {
			System.exit(one(simulation.withLines((int) arguments.number("lines", 400)), seed) ? 0 : 1);
		}
		boolean forever = arguments.flag("forever");
		long first = arguments.number("first", forever ? System.currentTimeMillis() : 1);
		long count = forever ? Long.MAX_VALUE - first : arguments.number("seeds", 1_000);
		Campaign campaign = new Campaign(simulation,
				(int) arguments.number("threads", Runtime.getRuntime().availableProcessors()));
		campaign.onFailure(SimulationMain::tell);
		String regressions = arguments.text("regressions", "");
		if (!regressions.isEmpty()) {
			Regressions file = new Regressions(Path.of(regressions));
			campaign.onFailure((failure) -> {
				tell(failure);
				file.add(failure);
			});
		}
		if (arguments.flag("until-failure")) {
			campaign.untilFailure();
		}
		campaign.limit(Duration.ofSeconds(arguments.number("seed-seconds", 120)));
		String hashes = arguments.text("hashes", "");
		if (!hashes.isEmpty()) {
			campaign.hashesTo(Path.of(hashes));
		}
		campaign.reportEvery(60, (summary) -> System.out.println(summary.line()));
		CampaignSummary summary = campaign.run(first, count);
		System.out.println(summary.text());
		System.exit((summary.failures() == 0) ? 0 : 1);
	}

	private static boolean one(Simulation simulation, long seed) {
		try {
			SimulationReport report = simulation.run(seed);
			System.out.println("Seed " + seed + " went well: " + report.events() + " events, " + report.operations()
					+ " operations, hash " + Long.toHexString(report.hash()));
			return true;
		}
		catch (SimulationFailure ex) {
			System.out.println(ex.getMessage());
			ex.getCause().printStackTrace(System.out);
			return false;
		}
	}

	private static void tell(SimulationFailure failure) {
		System.out.println(failure.firstLine());
		System.out.println("  " + failure.replay());
	}

	private static Supplier<Workload<?, ?, ?, ?>> workload(String name) {
		if (name.isEmpty()) {
			return RegisterWorkload::new;
		}
		return () -> {
			try {
				return (Workload<?, ?, ?, ?>) Class.forName(name).getDeclaredConstructor().newInstance();
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalArgumentException("No workload can be made of " + name, ex);
			}
		};
	}

	/** Words that begin with two hyphens, and what follows them. */
	private record Arguments(String[] words) {

		String text(String name, String otherwise) {
			for (int i = 0; i + 1 < this.words.length; i++) {
				if (this.words[i].equals("--" + name)) {
					return this.words[i + 1];
				}
			}
			return otherwise;
		}

		long number(String name, long otherwise) {
			String text = text(name, "");
			return text.isEmpty() ? otherwise : Long.parseLong(text);
		}

		boolean flag(String name) {
			for (String word : this.words) {
				if (word.equals("--" + name)) {
					return true;
				}
			}
			return false;
		}

	}

}
