package io.raftboot.actuate;

import java.util.OptionalLong;
import java.util.function.Supplier;

import io.raftboot.core.log.RecentForces;
import io.raftboot.core.node.RaftStatus;

/** Tells whether the disk of a node is nearly full, or slow. For any thread. */
final class DiskWatch {

	/**
	 * So many times the limit has to have been spent on forces before they count as slow:
	 * a single one that is a little slow says nothing.
	 */
	private static final long FORCES_MIN = 5L;

	private final long freeBytesMin;

	private final long forceNanosMax;

	private final Supplier<OptionalLong> freeBytes;

	/**
	 * A watch.
	 * @param freeBytes what is left, asked each time; none where it is not known
	 */
	DiskWatch(RaftHealthLimits limits, Supplier<OptionalLong> freeBytes) {
		this.freeBytesMin = limits.freeBytesMin();
		this.forceNanosMax = limits.forceMax().toNanos();
		this.freeBytes = freeBytes;
	}

	boolean isLow(RaftStatus status) {
		return status.diskFull()
				|| (this.freeBytesMin > 0L && this.freeBytes.get().orElse(this.freeBytesMin) < this.freeBytesMin);
	}

	boolean isSlow(RaftStatus status) {
		RecentForces forces = status.recentForces();
		return this.forceNanosMax > 0L && forces.meanNanos() >= this.forceNanosMax
				&& forces.meanNanos() * forces.count() / FORCES_MIN >= this.forceNanosMax;
	}

}
