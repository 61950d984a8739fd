package io.raftboot.benchmarks.compare;

import io.raftboot.benchmarks.meter.Latencies;
import org.jspecify.annotations.Nullable;

/**
 * What one engine did with one workload in one round.
 *
 * @param workload what it was asked to do
 * @param operationsPerSecond rate; 0 for a failover
 * @param latencies of the operations; of a failover, of all its rounds
 * @param cpuMicros CPU time per operation, all nodes and the harness together
 * @param bytes heap allocated per operation, all nodes together, without the harness
 * @param pauseMillisMax longest pause of the garbage collector
 * @param residentBytes memory of the process after the workload
 * @param wrong why this is void, null if it is not
 */
public record Outcome(Workload workload, double operationsPerSecond, Latencies latencies, double cpuMicros,
		double bytes, long pauseMillisMax, long residentBytes, @Nullable String wrong) {

	private static final String SEPARATOR = "\t";

	/** Nothing was measured. */
	public static Outcome none(Workload workload, String wrong) {
		return new Outcome(workload, 0.0, new Latencies(0L, 0L, 0L, 0L, 0L), 0.0, 0.0, 0L, 0L, wrong);
	}

	/** Whether the engine has no such thing, as its answers tell. */
	boolean isNotOffered() {
		if (this.wrong == null) {
			return false;
		}
		boolean elsewhere = this.workload.kind() == Workload.Kind.FOLLOWER_READ
				|| this.workload.kind() == Workload.Kind.FORWARDED_WRITE;
		return this.wrong.contains("UnsupportedOperationException")
				|| (elsewhere && (this.wrong.contains("NotLeaderException") || this.wrong.contains("Is not leader")));
	}

	/** For the process that asked. */
	public String toLine() {
		return String.join(SEPARATOR, this.workload.toWord(), Double.toString(this.operationsPerSecond),
				Long.toString(this.latencies.count()), Long.toString(this.latencies.p50()),
				Long.toString(this.latencies.p99()), Long.toString(this.latencies.p999()),
				Long.toString(this.latencies.max()), Double.toString(this.cpuMicros), Double.toString(this.bytes),
				Long.toString(this.pauseMillisMax), Long.toString(this.residentBytes),
				(this.wrong != null) ? this.wrong.replaceAll("\\s+", " ") : "");
	}

	/** What {@link #toLine} gave. */
	public static Outcome parse(String line) {
		String[] parts = line.split(SEPARATOR, -1);
		if (parts.length != 12) {
			throw new IllegalArgumentException("Not the outcome of a workload: '" + line + "'");
		}
		Latencies latencies = new Latencies(Long.parseLong(parts[2]), Long.parseLong(parts[3]),
				Long.parseLong(parts[4]), Long.parseLong(parts[5]), Long.parseLong(parts[6]));
		return new Outcome(Workload.parse(parts[0]), Double.parseDouble(parts[1]), latencies,
				Double.parseDouble(parts[7]), Double.parseDouble(parts[8]), Long.parseLong(parts[9]),
				Long.parseLong(parts[10]), parts[11].isEmpty() ? null : parts[11]);
	}

}
