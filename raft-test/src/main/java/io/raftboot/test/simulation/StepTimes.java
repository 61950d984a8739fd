package io.raftboot.test.simulation;

import java.util.SplittableRandom;

/** How long the steps of a node take to begin: its cores, its disk, its user's code. */
final class StepTimes {

	private static final long MILLIS = 1_000_000L;

	private final Swarm swarm;

	private final SplittableRandom random;

	private long diskSlowUntilNanos;

	private long diskHungUntilNanos;

	private long machineSlowUntilNanos;

	StepTimes(Swarm swarm, SplittableRandom random) {
		this.swarm = swarm;
		this.random = random;
	}

	void diskSlowUntil(long nanos) {
		this.diskSlowUntilNanos = nanos;
	}

	void diskHungUntil(long nanos) {
		this.diskHungUntilNanos = nanos;
	}

	void machineSlowUntil(long nanos) {
		this.machineSlowUntilNanos = nanos;
	}

	void heal() {
		this.diskSlowUntilNanos = 0;
		this.diskHungUntilNanos = 0;
		this.machineSlowUntilNanos = 0;
	}

	Kind kindOf(String name) {
		int dash = name.lastIndexOf('-');
		return switch (name.substring(dash + 1)) {
			case "log" -> Kind.LOG;
			case "apply" -> Kind.APPLIER;
			case "reader" -> Kind.READER;
			case "snapshot", "transfer", "restore" -> Kind.FILES;
			case "completions", "events", "process" -> Kind.CALLERS;
			default -> Kind.LOOP;
		};
	}

	long delayNanos(Kind kind, long nowNanos) {
		return switch (kind) {
			case LOOP, CALLERS, READER -> around(this.swarm.turnNanos);
			case LOG -> forceNanos(nowNanos);
			case FILES -> forceNanos(nowNanos) * 3;
			case APPLIER -> around(this.swarm.turnNanos)
					+ ((nowNanos < this.machineSlowUntilNanos) ? this.random.nextLong(200 * MILLIS) : 0L);
		};
	}

	private long forceNanos(long nowNanos) {
		long nanos = around(this.swarm.forceNanos);
		if (nowNanos < this.diskHungUntilNanos) {
			return this.diskHungUntilNanos - nowNanos + nanos;
		}
		if (nowNanos < this.diskSlowUntilNanos) {
			return nanos * 100;
		}
		return (this.random.nextInt(50) == 0) ? nanos * 10 : nanos;
	}

	private long around(long nanos) {
		return nanos / 2 + this.random.nextLong(nanos + 1);
	}

	/** Whose steps they are. */
	enum Kind {

		LOOP, LOG, APPLIER, READER, FILES, CALLERS

	}

}
