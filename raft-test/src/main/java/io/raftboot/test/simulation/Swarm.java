package io.raftboot.test.simulation;

import java.util.SplittableRandom;

import io.raftboot.core.transport.memory.Faults;

/**
 * What one run is like: every seed draws other sizes, times and kinds of faults, most of
 * them without some of the faults, since one kind may hide what another would find.
 */
final class Swarm {

	private static final long MICROS = 1_000L;

	private static final long MILLIS = 1_000_000L;

	/** Nodes the cluster begins with. */
	final int nodes;

	/** Whether it grows out of a single node that the others join. */
	final boolean grown;

	final long electionTimeoutMillis;

	final long heartbeatMillis;

	final Faults network;

	/** How long one turn of a node's loop takes to begin. */
	final long turnNanos;

	/** How long a group of forced writes takes. */
	final long forceNanos;

	final long snapshotEntries;

	final long trailingEntries;

	/** How fast snapshots, and the entries behind them, may leave a node. */
	final long sendBytesPerSecond;

	final int segmentBytes;

	final long cacheBytes;

	/** How long the cluster remembers what nobody uses, and how much of it. */
	final long sessionTimeoutMillis;

	final int sessionsMax;

	final int keysMax;

	/** How often states are compared, 0 for never. */
	final long digestMillis;

	final int clients;

	/** Pause of a client between two calls. */
	final long thinkNanos;

	/**
	 * How far the fastest and the slowest monotonic clock differ from the right speed.
	 */
	final double clockDrift;

	/** Whether nodes have election priorities. */
	final boolean priorities;

	/** Mean time between two faults. */
	final long faultNanos;

	/** The faults end at this time, or after so many events. */
	final long faultPhaseNanos;

	final long faultPhaseEvents;

	private final long[] weights = new long[Fault.values().length];

	private final long weightSum;

	Swarm(SplittableRandom random) {
		this.grown = random.nextInt(4) == 0;
		this.nodes = new int[] { 1, 2, 3, 3, 3, 3, 4, 5, 5, 5 }[random.nextInt(10)];
		this.electionTimeoutMillis = 100 + random.nextInt(400);
		this.heartbeatMillis = this.electionTimeoutMillis / (3 + random.nextInt(4));
		this.network = network(random);
		this.turnNanos = (1 + random.nextInt(40)) * MICROS;
		this.forceNanos = (20 + random.nextInt(random.nextBoolean() ? 200 : 4_000)) * MICROS;
		this.snapshotEntries = random.nextBoolean() ? 10 + random.nextInt(60) : 0L;
		this.trailingEntries = random.nextInt(3) * random.nextInt(20);
		this.sendBytesPerSecond = new long[] { 0L, 32L << 10, 16L << 20 }[random.nextInt(3)];
		this.segmentBytes = random.nextBoolean() ? 8 << 10 : 32 << 10;
		this.cacheBytes = random.nextInt(3) << 10;
		this.clients = 2 + random.nextInt(5);
		this.thinkNanos = (20 + random.nextInt(180)) * MILLIS;
		this.clockDrift = random.nextInt(3) * 0.02;
		this.priorities = random.nextInt(5) == 0;
		this.faultNanos = (100 + random.nextInt(500)) * MILLIS;
		this.faultPhaseNanos = (5_000 + random.nextInt(7_000)) * MILLIS;
		this.faultPhaseEvents = 3_000 + random.nextInt(3_000);
		this.sessionTimeoutMillis = random.nextBoolean() ? 3_600_000L : 200 + random.nextInt(3_000);
		this.sessionsMax = random.nextInt(3) > 0 ? 1_000 : 1 + random.nextInt(4);
		this.keysMax = random.nextInt(3) > 0 ? 100_000 : 5 + random.nextInt(20);
		long sum = 0;
		for (Fault fault : Fault.values()) {
			this.weights[fault.ordinal()] = random.nextInt(3) == 0 ? 0 : fault.weight();
			sum += this.weights[fault.ordinal()];
		}
		this.weightSum = sum;
		this.digestMillis = random.nextInt(4) > 0 ? 200 + random.nextInt(2_000) : 0L;
	}

	private static Faults network(SplittableRandom random) {
		long delay = (20 + random.nextInt(random.nextBoolean() ? 500 : 10_000)) * MICROS;
		Faults faults = Faults.NONE.delayNanos(delay / 4, delay);
		if (random.nextBoolean()) {
			faults = faults.drop(random.nextDouble() * 0.1);
		}
		if (random.nextBoolean()) {
			faults = faults.duplicate(random.nextDouble() * 0.1);
		}
		if (random.nextBoolean()) {
			faults = faults.reorder(random.nextDouble() * 0.2);
		}
		return faults;
	}

	/** A kind of fault, by chance; null if this run has none. */
	Fault draw(SplittableRandom random) {
		if (this.weightSum == 0) {
			return null;
		}
		long left = random.nextLong(this.weightSum);
		for (Fault fault : Fault.values()) {
			left -= this.weights[fault.ordinal()];
			if (left < 0) {
				return fault;
			}
		}
		throw new IllegalStateException();
	}

	@Override
	public String toString() {
		return this.nodes + (this.grown ? " nodes grown from one" : " nodes") + ", election timeout "
				+ this.electionTimeoutMillis + " ms, heartbeat " + this.heartbeatMillis + " ms, " + this.network
				+ ", turn " + this.turnNanos + " ns, force " + this.forceNanos + " ns, snapshot every "
				+ this.snapshotEntries + " keeping " + this.trailingEntries + ", sent at " + this.sendBytesPerSecond
				+ " bytes/s, segments " + this.segmentBytes + ", cache " + this.cacheBytes + ", sessions for "
				+ this.sessionTimeoutMillis + " ms, " + this.sessionsMax + " of them, " + this.keysMax
				+ " keys, states compared every " + this.digestMillis + " ms, " + this.clients + " clients every "
				+ this.thinkNanos + " ns, drift " + this.clockDrift + ", a fault every " + this.faultNanos + " ns for "
				+ this.faultPhaseNanos + " ns";
	}

}
