package io.raftboot.benchmarks.meter;

/**
 * What the whole process used between two moments.
 *
 * @param wallNanos time between them
 * @param cpuNanos CPU time of all threads, those of the JVM included
 * @param allocatedBytes heap bytes allocated by Java threads
 * @param pauseMillis time the garbage collector stopped the program, in total
 * @param pauseMillisMax longest such pause
 */
public record Usage(long wallNanos, long cpuNanos, long allocatedBytes, long pauseMillis, long pauseMillisMax) {

	/** A process that did nothing. */
	public static final Usage NONE = new Usage(0L, 0L, 0L, 0L, 0L);

	public double cpuMicrosPerOperation(long operations) {
		return (operations > 0) ? this.cpuNanos / 1000.0 / operations : Double.NaN;
	}

	public double bytesPerOperation(long operations) {
		return (operations > 0) ? (double) this.allocatedBytes / operations : Double.NaN;
	}

}
