package io.raftboot.benchmarks.typed;

/**
 * What one round of a level took.
 *
 * @param perSecond commands
 * @param cpuMicros CPU time per command, of all nodes and the caller
 * @param bytes heap allocated per command, of all nodes and the caller
 */
public record LevelCost(double perSecond, double cpuMicros, double bytes) {

	private static final String SEPARATOR = "\t";

	/** For the process that asked. */
	public String toLine() {
		return this.perSecond + SEPARATOR + this.cpuMicros + SEPARATOR + this.bytes;
	}

	/** What {@link #toLine} gave. */
	public static LevelCost parse(String line) {
		String[] parts = line.split(SEPARATOR);
		return new LevelCost(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
	}

}
