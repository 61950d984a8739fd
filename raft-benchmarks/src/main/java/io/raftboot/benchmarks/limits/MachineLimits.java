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
 * @param handOff from one thread to another that is parked
 */
public record MachineLimits(Rate oneForce, Rate threeForces, Rate roundTrip, Latencies secondOfThree,
		Latencies bareQuorum, Latencies handOff) {

	/**
	 * Of one write with nothing else outstanding: from the caller to the leader's loop
	 * and back.
	 */
	private static final int HAND_OFFS = 2;

	private static final long SUSPICIOUS_FORCE_NANOS = TimeUnit.MICROSECONDS.toNanos(15);

	private static final double DRIFT_FACTOR_MAX = 1.5;

	/**
	 * Measures everything, one after the other.
	 * @param directory where the files are written
	 * @param each how long each of the six experiments runs
	 */
	public static MachineLimits measure(Path directory, Duration each) throws Exception {
		ForceProbe forces = new ForceProbe(directory);
		return new MachineLimits(forces.measure(1, each), forces.measure(3, each), new PingPongProbe().measure(each),
				new SecondOfThreeProbe(directory).measure(each), new BareQuorumProbe(directory).measure(each),
				new HandOffProbe().measure(each));
	}

	/**
	 * Median of the second of three forces plus that of one round trip: the sum of the
	 * parts of a replicated write.
	 */
	public long floorNanos() {
		return this.secondOfThree.p50() + this.roundTrip.latencies().p50();
	}

	/** The same with the hand-offs between threads of this engine's design. */
	public long designFloorNanos() {
		return floorNanos() + HAND_OFFS * this.handOff.p50();
	}

	/** Whether a disk or network was much slower or faster at the other measurement. */
	public boolean differsFrom(MachineLimits other) {
		return differ(this.oneForce.perSecond(), other.oneForce.perSecond())
				|| differ(this.threeForces.perSecond(), other.threeForces.perSecond())
				|| differ(this.roundTrip.perSecond(), other.roundTrip.perSecond())
				|| differ(this.bareQuorum.p50(), other.bareQuorum.p50());
	}

	private static boolean differ(double one, double other) {
		return Math.max(one, other) > DRIFT_FACTOR_MAX * Math.min(one, other);
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
