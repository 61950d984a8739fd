package io.raftboot.core.node;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts calls of this node's callers that wait for their end, and their bytes; for any
 * thread. A full node answers at once instead of growing.
 */
final class PendingLimits {

	private final String calls;

	private final int proposalsMax;

	private final long bytesMax;

	private final AtomicInteger proposals = new AtomicInteger();

	private final AtomicLong bytes = new AtomicLong();

	/**
	 * Limits of calls.
	 * @param calls what they are, for the text of a refusal
	 */
	PendingLimits(String calls, int proposalsMax, long bytesMax) {
		this.calls = calls;
		this.proposalsMax = proposalsMax;
		this.bytesMax = bytesMax;
	}

	/**
	 * Takes room for one more command.
	 * @throws RaftBusyException if there is none
	 */
	void acquire(int commandBytes) {
		if (this.proposals.incrementAndGet() > this.proposalsMax) {
			this.proposals.decrementAndGet();
			throw new RaftBusyException(this.proposalsMax + " " + this.calls + " are waiting already");
		}
		if (this.bytes.addAndGet(commandBytes) > this.bytesMax && this.proposals.get() > 1) {
			release(commandBytes);
			throw new RaftBusyException(
					"More than " + this.bytesMax + " bytes of " + this.calls + " are waiting already");
		}
	}

	void release(int commandBytes) {
		this.proposals.decrementAndGet();
		this.bytes.addAndGet(-commandBytes);
	}

	int proposals() {
		return this.proposals.get();
	}

	long bytes() {
		return this.bytes.get();
	}

	int proposalsMax() {
		return this.proposalsMax;
	}

}
