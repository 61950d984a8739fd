package io.raftboot.core.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Counts calls of this node's callers that wait for their end, and their bytes; for any
 * thread. A full node answers at once instead of growing, and so does one that is
 * drained.
 */
final class PendingLimits {

	private final String calls;

	private final int proposalsMax;

	private final long bytesMax;

	private final @Nullable CallMeter meter;

	private final AtomicInteger proposals = new AtomicInteger();

	private final AtomicLong bytes = new AtomicLong();

	/** Threads that wait for room; changed under the lock. */
	private volatile int waiting;

	/** Completes with the last call; null while calls are taken. */
	private volatile @Nullable CompletableFuture<Void> drained;

	/**
	 * Limits of calls.
	 * @param calls what they are, for the text of a refusal
	 */
	PendingLimits(String calls, int proposalsMax, long bytesMax) {
		this(calls, proposalsMax, bytesMax, null);
	}

	/**
	 * Limits of calls that are measured.
	 * @param calls what they are, for the text of a refusal
	 * @param meter hears of their end, null for nobody
	 */
	PendingLimits(String calls, int proposalsMax, long bytesMax, @Nullable CallMeter meter) {
		this.meter = meter;
		this.calls = calls;
		this.proposalsMax = proposalsMax;
		this.bytesMax = bytesMax;
	}

	/**
	 * Takes room for one more command.
	 * @throws RaftBusyException if there is none
	 * @throws RaftStoppedException if no more are taken
	 */
	void acquire(int commandBytes) {
		RaftBusyException refusal = tryAcquire(commandBytes);
		if (refusal != null) {
			throw refusal;
		}
	}

	/**
	 * Takes room for one more command, and waits for it if there is none.
	 * @throws RaftBusyException if there is none all that time, or the thread was
	 * interrupted
	 * @throws RaftStoppedException if no more are taken
	 */
	void acquire(int commandBytes, long waitNanos) {
		RaftBusyException refusal = tryAcquire(commandBytes);
		if (refusal != null) {
			await(commandBytes, System.nanoTime() + waitNanos, refusal);
		}
	}

	private synchronized void await(int commandBytes, long deadlineNanos, RaftBusyException first) {
		RaftBusyException refusal = first;
		this.waiting++;
		try {
			for (refusal = tryAcquire(commandBytes); refusal != null; refusal = tryAcquire(commandBytes)) {
				long leftNanos = deadlineNanos - System.nanoTime();
				if (leftNanos <= 0) {
					throw refusal;
				}
				TimeUnit.NANOSECONDS.timedWait(this, Math.max(leftNanos, 1_000_000L));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RaftBusyException("Interrupted while waiting for room: " + refusal.getMessage());
		}
		finally {
			this.waiting--;
		}
	}

	private @Nullable RaftBusyException tryAcquire(int commandBytes) {
		int count = this.proposals.incrementAndGet();
		boolean tooLarge = commandBytes > 0 && this.bytes.addAndGet(commandBytes) > this.bytesMax && count > 1;
		// Counted before looking: either it is seen here, or drain() sees the count
		if (this.drained != null) {
			release(commandBytes);
			throw new RaftStoppedException("The node is stopping");
		}
		if (count <= this.proposalsMax && !tooLarge) {
			return null;
		}
		release(commandBytes);
		return new RaftBusyException(
				(count > this.proposalsMax) ? this.proposalsMax + " " + this.calls + " are waiting already"
						: "More than " + this.bytesMax + " bytes of " + this.calls + " are waiting already");
	}

	void release(int commandBytes) {
		release(1, commandBytes);
	}

	/** Gives back the room of so many calls. */
	void release(int calls, long callBytes) {
		if (callBytes != 0L) {
			this.bytes.addAndGet(-callBytes);
		}
		int left = this.proposals.addAndGet(-calls);
		if (this.waiting > 0) {
			synchronized (this) {
				notifyAll();
			}
		}
		CompletableFuture<Void> last = this.drained;
		if (left == 0 && last != null) {
			last.complete(null);
		}
	}

	/**
	 * Takes no more calls, whoever waits for room; completes when those that were taken
	 * have ended.
	 */
	synchronized CompletableFuture<Void> drain() {
		CompletableFuture<Void> last = this.drained;
		if (last == null) {
			last = new CompletableFuture<>();
			this.drained = last;
			notifyAll();
		}
		if (this.proposals.get() == 0) {
			last.complete(null);
		}
		return last;
	}

	/** Takes calls again. */
	synchronized void open() {
		this.drained = null;
	}

	@Nullable CallMeter meter() {
		return this.meter;
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
