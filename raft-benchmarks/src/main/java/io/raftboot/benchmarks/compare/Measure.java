package io.raftboot.benchmarks.compare;

import java.util.function.ToDoubleFunction;

import io.raftboot.benchmarks.report.Format;

/** One number of an outcome, as a table of its own. */
public enum Measure {

	/** More is better. */
	RATE("operations per second", true, Outcome::operationsPerSecond),

	/** Median latency. */
	P50("median latency, µs", false, (outcome) -> outcome.latencies().p50() / 1e3),

	/** 99th percentile. */
	P99("99th percentile of the latency, µs", false, (outcome) -> outcome.latencies().p99() / 1e3),

	/** 99.9th percentile. */
	P999("99.9th percentile of the latency, µs", false, (outcome) -> outcome.latencies().p999() / 1e3),

	/** Longest. */
	MAX("longest latency, µs", false, (outcome) -> outcome.latencies().max() / 1e3),

	/** Of the only operation of a workload. */
	TIME("time, ms", false, (outcome) -> outcome.latencies().p50() / 1e6),

	/** Of all nodes and the harness. */
	CPU("CPU time per operation, µs, three nodes and the harness", false, Outcome::cpuMicros),

	/** Of all nodes. */
	BYTES("heap allocated per operation, bytes, three nodes", false, Outcome::bytes),

	/** Of the garbage collector. */
	PAUSE("longest pause of the garbage collector, ms", false, Outcome::pauseMillisMax),

	/** Of the process. */
	RESIDENT("resident memory afterwards, MiB, three nodes", false, (outcome) -> outcome.residentBytes() / 1048576.0);

	private final String title;

	private final boolean moreIsBetter;

	private final ToDoubleFunction<Outcome> value;

	Measure(String title, boolean moreIsBetter, ToDoubleFunction<Outcome> value) {
		this.title = title;
		this.moreIsBetter = moreIsBetter;
		this.value = value;
	}

	String title() {
		return this.title;
	}

	double of(Outcome outcome) {
		return this.value.applyAsDouble(outcome);
	}

	/** Whether it says something about workloads of this kind. */
	public boolean tells(Workload.Kind kind) {
		return switch (kind) {
			case FAILOVER -> this == P50 || this == MAX;
			case CATCH_UP -> this == TIME || this == RATE;
			default -> this != TIME;
		};
	}

	/** The worse one of two numbers. */
	double worse(double one, double other) {
		return this.moreIsBetter ? Math.min(one, other) : Math.max(one, other);
	}

	String format(double number) {
		return (this == CPU && number < 100.0) ? Format.decimal(number) : Format.whole(number);
	}

}
