package io.raftboot.benchmarks;

import java.io.IOException;
import java.time.Duration;

import io.raftboot.benchmarks.limits.MachineLimits;
import io.raftboot.benchmarks.limits.Rate;
import io.raftboot.benchmarks.meter.Latencies;
import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;

/** Shows what disk and loopback of this machine give. */
final class LimitsMode implements Mode {

	private static final Duration LONG = Duration.ofSeconds(2);

	private static final Duration QUICK = Duration.ofMillis(500);

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		boolean quick = arguments.flag("quick");
		String parent = arguments.text("directory");
		arguments.rejectUnread();
		try (DataDirectory directory = DataDirectory.create(parent, report)) {
			Environment.print(report, directory.path(), "each limit " + each(quick).toMillis() + " ms");
			measure(directory, quick, "Limits of this machine", report);
		}
	}

	static MachineLimits measure(DataDirectory directory, boolean quick, String title, Report report) throws Exception {
		MachineLimits limits = MachineLimits.measure(directory.fresh("limits"), each(quick));
		print(limits, title, report);
		return limits;
	}

	/** Measures once more and warns when the machine has drifted. */
	static void measureAgain(DataDirectory directory, MachineLimits before, Report report) throws Exception {
		MachineLimits after = measure(directory, false, "Limits of this machine, after", report);
		if (after.differsFrom(before)) {
			report.warning("The limits before and after differ by more than half: something else used this"
					+ " machine. Do not compare these numbers with others.");
		}
	}

	private static Duration each(boolean quick) {
		return quick ? QUICK : LONG;
	}

	private static void print(MachineLimits limits, String title, Report report) throws IOException {
		Table table = new Table(title, "limit", "per second", "p50 µs", "p99 µs", "p99.9 µs", "max µs");
		rate(table, "forced 4 KiB overwrite, 1 thread", limits.oneForce());
		rate(table, "forced 4 KiB overwrite, 3 threads, 3 files", limits.threeForces());
		rate(table, "loopback TCP round trip", limits.roundTrip());
		latencies(table, "3 forces begun together, second done", "-", limits.secondOfThree());
		latencies(table, "replicated write without an engine", "-", limits.bareQuorum());
		latencies(table, "hand-off to a parked thread", "-", limits.handOff());
		report.table(table.note("Second of three forces + one round trip: " + Format.micros(limits.floorNanos())
				+ " µs at the median; with the two hand-offs of a write: " + Format.micros(limits.designFloorNanos())
				+ " µs."));
		for (String warning : limits.warnings()) {
			report.warning(warning);
		}
	}

	private static void rate(Table table, String name, Rate rate) {
		latencies(table, name, Format.whole(rate.perSecond()), rate.latencies());
	}

	private static void latencies(Table table, String name, String perSecond, Latencies latencies) {
		table.row(name, perSecond, Format.decimal(latencies.p50() / 1e3), Format.decimal(latencies.p99() / 1e3),
				Format.decimal(latencies.p999() / 1e3), Format.decimal(latencies.max() / 1e3));
	}

}
