package io.raftboot.core.node;

import org.jspecify.annotations.Nullable;

/**
 * Room of calls that are about to be told their end, given back for all of them at once:
 * callers take room meanwhile, and each time somebody else changes the counters their
 * cache lines go from one core to another (ADR 34). For one thread.
 */
final class FreedRoom {

	private @Nullable PendingLimits limits;

	private int calls;

	private long bytes;

	/** Notes that a call gives up its room in these limits. */
	void add(PendingLimits limits, int bytes) {
		if (limits != this.limits) {
			giveBack();
			this.limits = limits;
		}
		this.calls++;
		this.bytes += bytes;
	}

	/**
	 * Gives back what was noted; to be called before any of the calls hears of its end.
	 */
	void giveBack() {
		if (this.calls > 0) {
			this.limits.release(this.calls, this.bytes);
			this.calls = 0;
			this.bytes = 0L;
		}
	}

}
