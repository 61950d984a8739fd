package io.raftboot.core.transport.memory;

import java.util.function.LongSupplier;

import io.raftboot.core.transport.Lane;

/**
 * How a {@link MemoryNetwork} is set up.
 *
 * @param seed of all its chances: the same calls in the same order have the same fate
 * @param clockNanos its time; {@code System::nanoTime}, or virtual in a simulation
 * @param group name of the Raft group
 * @param queueBytesMax most bytes on their way from one node to another
 * @param bulkBytesMax most bytes of snapshots on their way from one node to another
 * @param bulkIdleNanos the connection for snapshots is closed when there was nothing to
 * send for so long
 * @param retryNanos pause between attempts to connect
 */
public record MemoryNetworkOptions(long seed, LongSupplier clockNanos, String group, long queueBytesMax,
		long bulkBytesMax, long bulkIdleNanos, long retryNanos) {

	/** Real time and the usual values. */
	public static MemoryNetworkOptions realTime(long seed) {
		return virtualTime(seed, System::nanoTime);
	}

	/** The usual values with a clock of the caller's. */
	public static MemoryNetworkOptions virtualTime(long seed, LongSupplier clockNanos) {
		return new MemoryNetworkOptions(seed, clockNanos, "default", 64L << 20, 8L << 20, 30_000_000_000L, 20_000_000L);
	}

	public MemoryNetworkOptions queueBytesMax(long queueBytesMax) {
		return new MemoryNetworkOptions(this.seed, this.clockNanos, this.group, queueBytesMax, this.bulkBytesMax,
				this.bulkIdleNanos, this.retryNanos);
	}

	/** How much of snapshots may be on its way, and when to end the connection. */
	public MemoryNetworkOptions bulk(long bytesMax, long idleNanos) {
		return new MemoryNetworkOptions(this.seed, this.clockNanos, this.group, this.queueBytesMax, bytesMax, idleNanos,
				this.retryNanos);
	}

	long queueBytesMax(Lane lane) {
		return (lane == Lane.BULK) ? this.bulkBytesMax : this.queueBytesMax;
	}

}
