package io.raftboot.core.transport.memory;

import java.util.function.LongSupplier;

/**
 * How a {@link MemoryNetwork} is set up.
 *
 * @param seed of all its chances: the same calls in the same order have the same fate
 * @param clockNanos its time; {@code System::nanoTime}, or virtual in a simulation
 * @param group name of the Raft group
 * @param copying whether messages pass through the codec, so that nodes share no object
 * @param queueBytesMax most bytes on their way from one node to another
 * @param retryNanos pause between attempts to connect
 */
public record MemoryNetworkOptions(long seed, LongSupplier clockNanos, String group, boolean copying,
		long queueBytesMax, long retryNanos) {

	/** Real time and the usual values. */
	public static MemoryNetworkOptions realTime(long seed) {
		return virtualTime(seed, System::nanoTime);
	}

	/** The usual values with a clock of the caller's. */
	public static MemoryNetworkOptions virtualTime(long seed, LongSupplier clockNanos) {
		return new MemoryNetworkOptions(seed, clockNanos, "default", true, 64L << 20, 20_000_000L);
	}

	public MemoryNetworkOptions copying(boolean copying) {
		return new MemoryNetworkOptions(this.seed, this.clockNanos, this.group, copying, this.queueBytesMax,
				this.retryNanos);
	}

	public MemoryNetworkOptions queueBytesMax(long queueBytesMax) {
		return new MemoryNetworkOptions(this.seed, this.clockNanos, this.group, this.copying, queueBytesMax,
				this.retryNanos);
	}

}
