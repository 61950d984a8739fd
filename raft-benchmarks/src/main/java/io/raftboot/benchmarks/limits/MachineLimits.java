package io.raftboot.benchmarks.limits;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.raftboot.benchmarks.meter.Latencies;

/**
 * What disk and loopback of this machine give, measured in the same JVM as the engine, so
 * that ratios mean something on another machine.
 *
 * @param oneForce forced 4 KiB overwrites of one thread
 * @param threeForces the same of three threads with a file each; the rate is the sum
 * @param roundTrip loopback TCP round trips between two threads
 * @param secondOfThree of three forces begun together, until the second is done
 * @param bareQuorum a replicated write without an engine
 */
public record MachineLimits(Rate oneForce, Rate threeForces, Rate roundTrip, Latencies secondOfThree,
		Latencies bareQuorum) {

	private static final long SUSPICIOUS_FORCE_NANOS = TimeUnit.MICROSECONDS.toNanos(15);

	/**
	 * Measures everything, one after the other.
	 * @param directory where the files are written
	 * @param each how long each of the five experiments runs
	 */
	public static MachineLimits measure(Path directory, Duration each) throws Exception {
		ForceProbe forces = new ForceProbe(directory);
		return new MachineLimits(forces.measure(1, each), forces.measure(3, each), new PingPongProbe().measure(each),
				new SecondOfThreeProbe(directory).measure(each), new BareQuorumProbe(directory).measure(each));
	}

	/**
	 * Median of the second of three forces plus that of one round trip: the sum of the
	 * parts of a replicated write.
	 */
	public long floorNanos() {
		return this.secondOfThree.p50() + this.roundTrip.latencies().p50();
	}

	/** What a reader should know before trusting the numbers. */
	public List<String> warnings() {
		List<String> warnings = new ArrayList<>();
		if (this.oneForce.latencies().p50() < SUSPICIOUS_FORCE_NANOS) {
			warnings.add("A force takes " + this.oneForce.latencies().p50() / 1000
					+ " µs: it does not look as if it reached a disk. Choose another --directory.");
		}
		return warnings;
	}

}
